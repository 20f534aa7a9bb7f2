package miroir.console.model;

/**
 * The sign-in form.
 *
 * @param next where to go afterwards
 * @param error what went wrong before; empty at first
 */
public record LoginPage(String cluster, String assets, String theme, String csrf, String next, String error) {}
