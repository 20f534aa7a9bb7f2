package miroir.embedded;

/** A node's answer; an empty content type means that there is no body. */
public record EmbeddedResponse(int status, String contentType, byte[] body) {}
