package miroir.embedded.api;

import java.time.InstantSource;
import java.util.regex.Pattern;
import miroir.embedded.engine.Engine;
import miroir.embedded.error.ApiException;
import miroir.embedded.task.NewTask;
import miroir.embedded.task.TaskQueue;

/** What the routes work on. */
public record Context(Engine engine, TaskQueue tasks, Features features, InstantSource clock) {

    private static final Pattern UID = Pattern.compile("[A-Za-z0-9_-]{1,400}");

    /** Refuses what cannot be the uid of an index. */
    static String checkUid(String uid, String place) {
        if (!UID.matcher(uid).matches()) {
            throw new ApiException(
                    "invalid_index_uid",
                    place + "`" + uid + "` is not a valid index uid. Index uid can be an integer or a string containing"
                            + " only alphanumeric characters, hyphens (-) and underscores (_), and can not be more than"
                            + " 512 bytes.");
        }
        return uid;
    }

    /** Enqueues a task and answers with its summary. */
    Reply accept(int status, NewTask task) {
        return Reply.of(status, tasks.enqueue(task).summary());
    }
}
