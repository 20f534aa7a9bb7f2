package miroir.console.model;

import java.util.List;

/** A page that only says something: not found, or failed. */
public record MessagePage(String heading, String text, String detail, List<Choice> links) {}
