package miroir.app.config;

import miroir.core.topology.NodeAddress;

/** The text given for a key and the place that gave it. */
record Setting(String key, String text, String where) {
    /** The text as a message may quote it: what stands in the wrong place may be an address with a password. */
    String quoted() {
        return "'" + NodeAddress.masked(text) + "'";
    }
}
