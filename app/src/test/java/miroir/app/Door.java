package miroir.app;

import java.util.Set;
import java.util.regex.Pattern;

/** One way to a route, and what has to become of it. */
record Door(boolean keyed, String method, String path, Host host, Bearer key, Page page) {
    static final String MASTER_KEY = "the master key of these doors";

    private static final Set<String> OPEN = Set.of("/", "/health", "/_miroir/health");
    /** Reads that are posted change nothing: a page of another site may send them, and cannot read the answer. */
    private static final Pattern POSTED_READS =
            Pattern.compile("/multi-search|/indexes/1/(search|facet-search|similar|documents/fetch)");

    /** Reads that make Miroir copy its database. */
    static final Set<String> ACTING_READS = Set.of("/_miroir/backup");

    enum Host {
        LOOPBACK("localhost:7700"),
        ATTACKER("attacker.example:7700"),
        ABSENT("");

        private final String name;

        Host(String name) {
            this.name = name;
        }
    }

    enum Bearer {
        NONE(""),
        WRONG("Authorization: Bearer the master key of other doors\r\n"),
        EMPTY("Authorization: Bearer \r\n"),
        RIGHT("Authorization: Bearer " + MASTER_KEY + "\r\n");

        private final String header;

        Bearer(String header) {
            this.header = header;
        }
    }

    /** Which page sends it, as browsers say. */
    enum Page {
        NONE(""),
        TYPED("Sec-Fetch-Site: none\r\n"),
        OWN("Origin: http://HOST\r\nSec-Fetch-Site: same-origin\r\n"),
        OWN_BEFORE_FETCH_METADATA("Origin: https://HOST\r\n"),
        CROSS_SITE("Origin: http://other.example\r\nSec-Fetch-Site: cross-site\r\n"),
        SAME_SITE("Sec-Fetch-Site: same-site\r\n"),
        OTHER_PORT("Origin: http://localhost:7701\r\n"),
        SANDBOX("Origin: null\r\n"),
        TWO("Origin: http://HOST\r\nOrigin: http://other.example\r\n");

        private static final Set<Page> OURS = Set.of(NONE, TYPED, OWN, OWN_BEFORE_FETCH_METADATA);

        private final String headers;

        Page(String headers) {
            this.headers = headers;
        }
    }

    /** What has to become of a request. */
    enum Verdict {
        /** The server itself refuses it. */
        BAD_REQUEST(400, ""),
        FOREIGN_HOST(403, "foreign_host"),
        FOREIGN_ORIGIN(403, "foreign_origin"),
        NO_KEY(401, "missing_authorization_header"),
        WRONG_KEY(403, "invalid_api_key"),
        TO_LOGIN(303, ""),
        THROUGH(0, "");

        private final int status;
        private final String code;

        Verdict(int status, String code) {
            this.status = status;
            this.code = code;
        }

        boolean fits(Knocker.Answer answer) {
            if (this != THROUGH) {
                return status == answer.status()
                        && (answer.head() || answer.body().contains(code));
            }
            return answer.status() != 401
                    && answer.status() != 500
                    && !answer.body().contains("\"invalid_api_key\"")
                    && !answer.body().contains("\"foreign_");
        }
    }

    String request() {
        String hosted = host == Host.ABSENT ? "" : "Host: " + host.name + "\r\n";
        return method + " " + path + " HTTP/1.1\r\n" + hosted + key.header + page.headers.replace("HOST", host.name)
                + "Content-Length: 0\r\n\r\n";
    }

    Verdict verdict() {
        String route = path.equals("/") ? path : path.replaceAll("^//", "/").replaceAll("/$", "");
        boolean console = route.equals("/console") || route.startsWith("/console/");
        boolean operators = console || route.startsWith("/_miroir/");
        boolean gets = method.equals("GET") || method.equals("HEAD");
        boolean posted = method.equals("POST") && POSTED_READS.matcher(route).matches();
        boolean acts = ACTING_READS.contains(route) || !(gets || posted);
        if (host == Host.ABSENT) {
            return Verdict.BAD_REQUEST;
        }
        if (!keyed && host != Host.LOOPBACK) {
            return Verdict.FOREIGN_HOST;
        }
        if (acts && (!keyed || operators) && !Page.OURS.contains(page)) {
            return Verdict.FOREIGN_ORIGIN;
        }
        if (keyed && !console && !OPEN.contains(route) && key != Bearer.RIGHT) {
            return key == Bearer.NONE ? Verdict.NO_KEY : Verdict.WRONG_KEY;
        }
        boolean behindLogin = console && !route.startsWith("/console/static/") && !route.equals("/console/login");
        return keyed && behindLogin ? Verdict.TO_LOGIN : Verdict.THROUGH;
    }
}
