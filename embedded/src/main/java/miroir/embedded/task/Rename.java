package miroir.embedded.task;

/** A rename of an index. In the list of tasks the two names change places, so that the tasks go with their index. */
public record Rename(String from, String to) {

    /** The name that a task shows instead of its own. */
    String of(String uid) {
        return uid.equals(from) ? to : uid.equals(to) ? from : uid;
    }
}
