package miroir.app.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The settings that flags, environment and file share, each under one name in three spellings. */
enum Key {
    CONFIG("config"),
    PORT("port"),
    BIND("bind"),
    DATA("data"),
    MASTER_KEY("masterKey"),
    NODE_KEY("nodeKey"),
    SHARDS("shards"),
    REPLICATION_FACTOR("replicationFactor"),
    PLACEMENT("placement"),
    READ_COPIES("readCopies"),
    SEARCH_TIMEOUT_SECONDS("searchTimeoutSeconds"),
    REREPLICATE_AFTER_MINUTES("rereplicateAfterMinutes"),
    VERIFY_EVERY_DAYS("verifyEveryDays"),
    BACKUP_FOLDER("backupFolder"),
    BACKUP_EVERY_HOURS("backupEveryHours"),
    BACKUPS_KEPT("backupsKept");

    /** The one key that only the file can hold. */
    static final String NODES = "nodes";

    private final String yaml;

    Key(String yaml) {
        this.yaml = yaml;
    }

    String yaml() {
        return yaml;
    }

    String flag() {
        return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String variable() {
        return "MIROIR_" + name();
    }

    static List<String> inFile() {
        List<String> keys = new ArrayList<>();
        for (Key key : values()) {
            if (key != CONFIG) {
                keys.add(key.yaml);
            }
        }
        keys.add(NODES);
        return keys;
    }
}
