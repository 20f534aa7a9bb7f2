package miroir.e2e;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Attacks the jar at 256 MB of heap from all sides at once: bodies that are large, deep, never end or are broken off, with
 * and without a key. Meanwhile an ordinary client searches. {@code DoorsAttack SECONDS} tells what became of it.
 */
final class DoorsAttack {
    static final String KEY = "the master key of this attack";
    private static final int MB = 1 << 20;
    private static final int AT_A_TIME = 2;

    private final URI address;
    private final Map<String, AtomicLong> answers = new TreeMap<>();

    private DoorsAttack(URI address) {
        this.address = address;
    }

    /** One kind of request: what is repeated in its body, between its two ends, until it has its size. */
    private record Blow(
            String name, String head, String begin, String repeated, String end, int bytes, boolean chunked) {
        static Blow json(String name, String route, String begin, String repeated, String end, int bytes) {
            return new Blow(name, route + keyed("application/json"), begin, repeated, end, bytes, false);
        }
    }

    private static String keyed(String type) {
        return " HTTP/1.1\r\nAuthorization: Bearer " + KEY + "\r\nContent-Type: " + type + "\r\n";
    }

    private static List<Blow> blows() {
        String login = "POST /console/login HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n";
        String files = "POST /console/login HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=x\r\n";
        String search = "POST /indexes/films/search";
        String documents = "POST /indexes/films/documents";
        String filter = "{\"filter\":\"a = 1";
        return List.of(
                new Blow("login", login, "key=", "x", "", 90 * MB, false),
                new Blow("login, chunked", login, "key=", "x", "", 90 * MB, true),
                new Blow("login with files", files, "--x\r\n\r\n", "x", "\r\n--x--", 90 * MB, false),
                Blow.json("filter of 96 KB", search, filter, " OR a = 1", "\"}", 96 << 10),
                Blow.json("filter of 3 MB", search, filter, " OR a = 1", "\"}", 3 * MB),
                Blow.json("refused filter", search, "{\"filter\":\"a = 1 AND b", " AND a", "\"}", 3 * MB),
                Blow.json("search of small objects", search, "{\"filter\":[{}", ",{}", "]}", 3 * MB),
                Blow.json("search with an unknown name", search, "{\"", "x", "\":1}", 3 * MB),
                Blow.json("large search", search, "{\"q\":\"", "x", "\"}", 90 * MB),
                Blow.json(
                        "settings of small lists",
                        "PATCH /indexes/films/settings",
                        "{\"synonyms\":{\"a\":[[]",
                        ",[]",
                        "]}}",
                        3 * MB),
                Blow.json("fetch", documents + "/fetch", "{\"fields\":[[0]", ",[0]", "]}", 3 * MB),
                Blow.json("plan", "POST /_miroir/plans", "{\"addNodes\":[{}", ",{}", "]}", 90 * MB),
                Blow.json("one document", documents, "[{\"id\":1,\"a\":\"", "x", "\"}", 90 * MB),
                new Blow(
                        "one document, chunked",
                        documents + keyed("application/x-ndjson"),
                        "{\"a\":[[]",
                        ",[]",
                        "]",
                        90 * MB,
                        true),
                new Blow("one record", documents + keyed("text/csv"), "id,a\n1", ",", "", 90 * MB, false));
    }

    private static String result(String line) {
        return line.length() > 12 ? line.substring(9, 12) : "hung up";
    }

    /** Sends one, whole or until the server hangs up, and notes the status. */
    private void strike(Blow blow) {
        String result;
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(60_000);
            write(socket, blow);
            result = result(firstLine(socket));
        } catch (IOException e) {
            result = "hung up";
        }
        answers.computeIfAbsent(blow.name + " -> " + result, r -> new AtomicLong())
                .incrementAndGet();
    }

    private static String firstLine(Socket socket) {
        try {
            return new String(socket.getInputStream().readNBytes(16), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            return "";
        }
    }

    /** Until the server hangs up, whose answer says why. */
    private static void write(Socket socket, Blow blow) {
        try {
            write(socket.getOutputStream(), blow);
        } catch (IOException hungUp) {
            return;
        }
    }

    private static void write(OutputStream socket, Blow blow) throws IOException {
        OutputStream out = new BufferedOutputStream(socket, 1 << 16);
        int pieces = (blow.bytes - blow.begin.length() - blow.end.length()) / blow.repeated.length();
        long length = blow.begin.length() + (long) pieces * blow.repeated.length() + blow.end.length();
        String framing = blow.chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + length;
        out.write(ascii(blow.head + "Host: attacked\r\nConnection: close\r\n" + framing + "\r\n\r\n"));
        part(out, blow, blow.begin);
        int block = Math.min(pieces, 1 + 60_000 / blow.repeated.length());
        String many = blow.repeated.repeat(block);
        for (int sent = 0; sent < pieces; sent += block) {
            part(out, blow, sent + block <= pieces ? many : blow.repeated.repeat(pieces - sent));
        }
        part(out, blow, blow.end);
        if (blow.chunked) {
            out.write(ascii("0\r\n\r\n"));
        }
        out.flush();
    }

    private static void part(OutputStream out, Blow blow, String text) throws IOException {
        if (!text.isEmpty()) {
            out.write(ascii(blow.chunked ? Integer.toHexString(text.length()) + "\r\n" + text + "\r\n" : text));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Breaks off in the middle, or in the middle of a chunk, or says nonsense. */
    private void breakOff() {
        for (String body : List.of(
                "Content-Length: 1000000\r\n\r\n[{\"id\":1},",
                "Transfer-Encoding: chunked\r\n\r\nff\r\n[{}",
                "Transfer-Encoding: chunked\r\n\r\nzz\r\n")) {
            try (Socket socket = new Socket(address.getHost(), address.getPort())) {
                socket.setSoLinger(true, 0); // a reset
                socket.getOutputStream()
                        .write(ascii("POST /indexes/films/documents" + keyed("application/json") + "Host: attacked\r\n"
                                + body));
                if (body.contains("zz")) {
                    result(firstLine(socket));
                }
            } catch (IOException e) {
                answers.computeIfAbsent("broken off -> no connection", r -> new AtomicLong())
                        .incrementAndGet();
            }
        }
    }

    /** An ordinary search and a look at the health, as often as they are answered. */
    private void live() {
        Api api = new Api(address, KEY);
        count(
                "ordinary search",
                () -> api.post("/indexes/films/search", "{\"q\":\"a\"}").status());
        count("health", () -> api.get("/health").status());
    }

    private void count(String name, Supplier<Integer> call) {
        String result;
        try {
            result = String.valueOf(call.get());
        } catch (RuntimeException e) {
            result = "failed";
        }
        answers.computeIfAbsent(name + " -> " + result, r -> new AtomicLong()).incrementAndGet();
    }

    private static Thread repeat(long end, Runnable work) {
        Thread thread = new Thread(() -> {
            while (System.nanoTime() < end) {
                work.run();
            }
        });
        thread.start();
        return thread;
    }

    /** What was answered, by kind of request and status, after so many seconds of it all at once. */
    static Map<String, AtomicLong> attack(URI address, int seconds) throws InterruptedException {
        DoorsAttack attack = new DoorsAttack(address);
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        List<Thread> threads = new ArrayList<>();
        for (Blow blow : blows()) {
            for (int i = 0; i < AT_A_TIME; i++) {
                threads.add(repeat(end, () -> attack.strike(blow)));
            }
        }
        threads.add(repeat(end, attack::breakOff));
        threads.add(repeat(end, attack::live));
        for (Thread thread : threads) {
            thread.join();
        }
        return attack.answers;
    }

    /** The fleet that is attacked, Miroir with 256 MB of heap. */
    static Fleet fleet() {
        Map<String, String> small = Map.of("_JAVA_OPTIONS", "-Xmx256m");
        Fleet fleet = Fleet.start(Fleet.Shape.embedded(1, 2, 1), new Fleet.Extras(KEY, false, small));
        Api miroir = fleet.miroir();
        miroir.await(miroir.post("/indexes/films/documents", "[{\"id\":1,\"a\":1},{\"id\":2,\"a\":\"a\"}]"));
        miroir.await(miroir.json("PUT", "/indexes/films/settings/filterable-attributes", "[\"a\"]"));
        return fleet;
    }

    public static void main(String[] arguments) throws InterruptedException {
        try (Fleet fleet = fleet()) {
            attack(fleet.miroirAddress(), Integer.parseInt(arguments[0]))
                    .forEach((what, times) -> System.out.println(times + "  " + what));
            System.out.println("alive: " + fleet.miroirProgram().alive() + ", health "
                    + fleet.miroir().get("/health").status());
            System.out.println(fleet.miroirProgram().output());
        }
    }
}
