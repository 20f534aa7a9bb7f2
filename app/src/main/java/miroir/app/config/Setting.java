package miroir.app.config;

import miroir.core.topology.NodeAddress;

/** The text given for a key and the place that gave it. */
record Setting(String key, String text, String where) {
    /** Whether there is a value; notes a problem otherwise. */
    boolean present(Problems problems) {
        if (text.isEmpty()) {
            problems.add(where, key, "must not be empty; leave it out for the default");
        }
        return !text.isEmpty();
    }

    /** The text as a message may quote it: what stands in the wrong place may be an address with a password. */
    String quoted() {
        return "'" + NodeAddress.masked(text) + "'";
    }
}
