package miroir.console.model;

/** One of several views, as a link. */
public record Choice(String label, String href, boolean chosen) {}
