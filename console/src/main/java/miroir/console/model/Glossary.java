package miroir.console.model;

import java.util.List;
import java.util.Locale;

/** The words the console uses, and what they mean. */
public final class Glossary {
    private Glossary() {}

    /** A word with its meaning; {@code id} is its anchor. */
    public record Term(String id, String word, String meaning) {}

    /** All words, from the whole to the part. */
    public static List<Term> terms() {
        return List.of(
                term("node", "An unmodified Meilisearch server that holds a part of the data."),
                term("group", "A replica group: nodes that together hold every shard. A search asks one group."),
                term("index", "What a client sees as one index; Miroir keeps it as shards."),
                term("shard", "A fixed part of an index. A document's primary key decides its shard, always the same."),
                term("copy", "A shard as kept on one node. All copies of a shard hold the same documents."),
                term(
                        "rank",
                        "The number of a copy among those of its shard in a group; searches ask the lowest rank that serves."),
                term(
                        "volume",
                        "The Meilisearch index on one node that holds that node's copies of one rank. Its last number changes when"
                                + " something sent to it before might still arrive."),
                term("RF", "Replication factor: how many copies of each shard a group keeps."),
                term("missing", "A copy that should exist by the replication factor and does not."),
                term("draining", "The node gives its copies away. It still answers for those it has."),
                term("drained", "The node holds no copy any more; its operation says when it is safe to stop."),
                term("plan", "A change of the topology, computed and shown before it is applied."),
                term("operation", "What carries out a plan, or compares copies. It survives a restart of Miroir."),
                term("move", "One copy going from one node to another."),
                term("write hold", "How long writes to a shard waited while its new copy was taken into service."),
                term("epoch", "A number that counts every change of where copies are."));
    }

    private static Term term(String word, String meaning) {
        return new Term("term-" + word.toLowerCase(Locale.ROOT).replace(' ', '-'), word, meaning);
    }
}
