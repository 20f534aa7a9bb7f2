package miroir.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import miroir.app.client.ManagementClient.Reply;

/**
 * One command's talk with Miroir.
 *
 * @param out results
 * @param err progress and hints
 * @param json whether the results are the API's JSON; what people read then goes to {@code err}
 */
public record Session(ManagementClient client, PrintWriter out, PrintWriter err, boolean json) {

    /** An answer that is no error. */
    public Reply get(String path) throws CallFailedException, IOException, InterruptedException {
        return checked(client.get(path));
    }

    /** An answer that is no error, to a request without a body. */
    public Reply post(String path) throws CallFailedException, IOException, InterruptedException {
        return checked(client.post(path));
    }

    /** An answer that is no error. */
    public Reply post(String path, JsonNode body) throws CallFailedException, IOException, InterruptedException {
        return checked(client.post(path, body));
    }

    /** What is answered in a file that is there already; its name says nothing of whether all of it came. */
    public void download(String path, Path into) throws CallFailedException, IOException, InterruptedException {
        checked(client.download(path, into));
    }

    /** An answer that is no error. */
    public Reply patch(String path, JsonNode body) throws CallFailedException, IOException, InterruptedException {
        return checked(client.patch(path, body));
    }

    private Reply checked(Reply reply) throws CallFailedException {
        if (reply.status() / 100 == 2) {
            return reply;
        }
        result(reply);
        String message = reply.body().path("message").asText("status " + reply.status());
        String code = reply.body().path("code").asText("");
        if (code.equals("plan_outdated")) {
            message += " The same change on today's topology is plan "
                    + reply.body().path("planId").asText() + ".";
        }
        throw new CallFailedException(reply.status(), code.isEmpty() ? message : message + " (" + code + ")");
    }

    /** Prints the result for programs, where JSON is wanted. */
    public void result(Reply reply) {
        if (json) {
            out.println(reply.text());
        }
    }

    /** Prints what people read. */
    public void tell(List<String> lines) {
        PrintWriter people = json ? err : out;
        lines.forEach(people::println);
    }

    /** Prints one line that people read. */
    public void tell(String line) {
        tell(List.of(line));
    }
}
