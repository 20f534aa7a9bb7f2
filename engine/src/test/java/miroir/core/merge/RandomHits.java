package miroir.core.merge;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Hits with few different keys, so that ties are common. */
final class RandomHits {
    record Ranked(RankKey rank, String id) implements Comparable<Ranked> {
        @Override
        public int compareTo(Ranked other) {
            int order = rank.compareTo(other.rank);
            return order != 0 ? order : DocumentOrder.compare(id, other.id);
        }
    }

    private static final List<MatchType> MATCH_TYPES = List.of(MatchType.values());

    private RandomHits() {}

    static RankKey key(Random random) {
        RankKeyBuilder builder = new RankKeyBuilder().words(random.nextInt(3));
        if (random.nextInt(10) == 0) {
            return builder.skipped().build();
        }
        builder.typo(random.nextInt(2)).score(random.nextInt(3) / 2.0);
        switch (random.nextInt(3)) {
            case 0 -> builder.number(true, random.nextInt(3) - 1);
            case 1 -> builder.text(true, ("t" + random.nextInt(3)).getBytes(StandardCharsets.UTF_8));
            default -> builder.noValue();
        }
        return builder.exactness(MATCH_TYPES.get(random.nextInt(3)), random.nextInt(2))
                .build();
    }

    static List<Ranked> sorted(Random random, int size) {
        List<Ranked> hits = new ArrayList<>();
        for (int id = 0; id < size; id++) {
            hits.add(new Ranked(key(random), random.nextBoolean() ? "" + id : "x" + id));
        }
        Collections.sort(hits);
        return hits;
    }

    static <T> List<List<T>> split(Random random, List<T> whole, int parts) {
        List<List<T>> lists = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            lists.add(new ArrayList<>());
        }
        whole.forEach(item -> lists.get(random.nextInt(parts)).add(item));
        return lists;
    }
}
