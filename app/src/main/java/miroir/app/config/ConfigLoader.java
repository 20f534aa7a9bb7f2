package miroir.app.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import miroir.core.placement.PlacementStrategy;
import miroir.core.topology.GroupId;
import miroir.core.topology.NodeAddress;

/** Reads the configuration and checks all of it before complaining about any. */
public final class ConfigLoader {
    private static final int DEFAULT_COPIES = 2;

    private final Problems problems;
    private final ConfigFile file;
    private final Settings settings;

    private ConfigLoader(ConfigSources sources) {
        this.problems = new Problems(new Masks(sources.environment()));
        this.file = ConfigFile.open(sources, problems);
        this.settings = new Settings(sources, file, problems);
    }

    /**
     * The configuration of these sources.
     *
     * @throws ConfigException with every error of every source
     */
    public static Config load(ConfigSources sources) throws ConfigException {
        return new ConfigLoader(sources).load();
    }

    private Config load() throws ConfigException {
        List<ConfiguredNode> nodes = new NodesReader(file, problems).read();
        Path data = Path.of(settings.text(Key.DATA, "./miroir-data"));
        Config config = new Config(
                settings.number(Key.PORT, Range.PORT, 7700),
                settings.text(Key.BIND, "127.0.0.1"),
                data,
                settings.secret(Key.MASTER_KEY),
                settings.secret(Key.NODE_KEY),
                settings.number(Key.SHARDS, Range.SHARDS, 64),
                replicationFactor(nodes),
                settings.choice(Key.PLACEMENT, PlacementStrategy.class, PlacementStrategy.BALANCED),
                settings.choice(Key.READ_COPIES, ReadCopies.class, ReadCopies.FIRST),
                settings.number(Key.SEARCH_TIMEOUT_SECONDS, Range.SECONDS, Config.SEARCH_TIMEOUT_SECONDS),
                settings.number(Key.REREPLICATE_AFTER_MINUTES, Range.MINUTES, Config.REREPLICATE_AFTER_MINUTES),
                settings.number(Key.VERIFY_EVERY_DAYS, Range.DAYS, Config.VERIFY_EVERY_DAYS),
                nodes,
                backups(data));
        checkBind(config);
        problems.throwIfAny();
        return config;
    }

    private ConfiguredBackups backups(Path data) {
        String folder = settings.text(Key.BACKUP_FOLDER);
        Setting given = settings.find(Key.BACKUP_FOLDER);
        if (folder != null && given != null && !canBeWritten(Path.of(folder).toAbsolutePath())) {
            problems.add(given.where(), given.key(), "must be a folder that can be written, not '" + folder + "'");
        }
        return new ConfiguredBackups(
                folder == null ? ConfiguredBackups.folder(data) : Path.of(folder),
                settings.number(Key.BACKUP_EVERY_HOURS, Range.HOURS, ConfiguredBackups.EVERY_HOURS),
                settings.number(Key.BACKUPS_KEPT, Range.KEPT, ConfiguredBackups.KEPT));
    }

    /** Or can be made: then what there is of its parents. */
    private static boolean canBeWritten(Path folder) {
        Path there = folder;
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return Files.isDirectory(there) && Files.isWritable(there);
    }

    /** Two copies unless asked otherwise or the smallest group has one node only. */
    private int replicationFactor(List<ConfiguredNode> nodes) {
        Map<GroupId, Long> sizes = nodes.stream()
                .collect(Collectors.groupingBy(ConfiguredNode::group, TreeMap::new, Collectors.counting()));
        long smallest = sizes.values().stream().mapToLong(Long::longValue).min().orElse(DEFAULT_COPIES);
        Setting given = settings.find(Key.REPLICATION_FACTOR);
        if (given == null) {
            return (int) Math.min(DEFAULT_COPIES, smallest);
        }
        int copies = Range.COPIES.read(given, problems, 1);
        if (!problems.concern(Key.NODES)) {
            sizes.forEach((group, size) -> {
                if (size < copies) {
                    String problem = "%d copies need as many nodes, and group %s has %d".formatted(copies, group, size);
                    problems.add(given.where(), given.key(), problem);
                }
            });
        }
        return copies;
    }

    private void checkBind(Config config) {
        Setting given = settings.find(Key.BIND);
        String where = given == null ? "default" : given.where();
        try {
            boolean open = !InetAddress.getByName(config.bind()).isLoopbackAddress();
            if (open && config.masterKey() == null && !problems.concern(Key.MASTER_KEY.yaml())) {
                problems.add(
                        where, Key.BIND.yaml(), config.bind() + " can be reached from outside and needs a masterKey");
            }
        } catch (UnknownHostException e) {
            problems.add(
                    where,
                    Key.BIND.yaml(),
                    "must be an address of this machine, not '" + NodeAddress.masked(config.bind()) + "'");
        }
    }
}
