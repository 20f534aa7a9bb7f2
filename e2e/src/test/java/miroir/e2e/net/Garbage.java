package miroir.e2e.net;

/** What something between may answer in a node's place. */
public enum Garbage {
    HTML(200, "text/html", "<!DOCTYPE html><html><body><h1>Welcome</h1></body></html>"),
    EMPTY_OBJECT(200, "application/json", "{}"),
    EMPTY_LIST(
            200,
            "application/json",
            "{\"results\":[],\"offset\":0,\"limit\":20,\"total\":0,\"from\":null,\"next\":null}"),
    NOTHING(200, "application/json", ""),
    BAD_GATEWAY(502, "text/html", "<html><body><center><h1>502 Bad Gateway</h1></center></body></html>");

    private final int status;
    private final String type;
    private final String body;

    Garbage(int status, String type, String body) {
        this.status = status;
        this.type = type;
        this.body = body;
    }

    HttpMessage answer() {
        return HttpMessage.answer(status, type, body);
    }
}
