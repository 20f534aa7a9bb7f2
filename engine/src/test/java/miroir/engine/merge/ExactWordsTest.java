package miroir.engine.merge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExactWordsTest {
    private static final long SEEDS = 20_000;

    /** A hit that matches exactly, its details and score made as a node makes them. */
    private static final class ExactHit {
        final StringBuilder details = new StringBuilder();
        final int heaviest;
        final int missing;
        final double score;
        private final Random random;
        private final int words;
        private final boolean atTheStart;
        private double rank = 1;
        private double highest = 1;

        ExactHit(long seed) {
            random = new Random(seed);
            boolean counted = random.nextBoolean();
            words = 1 + random.nextInt(counted ? 8 : 4);
            atTheStart = random.nextBoolean();
            heaviest = random.nextInt(4);
            missing = random.nextInt(words);
            List<String> rules =
                    new ArrayList<>(List.of("typo", "proximity", "attributeRank", "wordPosition", "exactness"));
            if (counted) {
                add("words", words, words, "matchingWords", "maxMatchingWords", words);
                if (random.nextBoolean()) {
                    Collections.shuffle(rules, random);
                }
            }
            rules.forEach(this::add);
            score = rank / highest;
        }

        private void add(String rule) {
            switch (rule) {
                case "typo" -> {
                    int most = random.nextInt(2 * words + 1);
                    int typos = atTheStart ? 0 : random.nextInt(most + 1);
                    add(rule, most + 1 - typos, most + 1, "typoCount", "maxTypoCount", typos);
                }
                case "proximity" -> scored(rule, 3 * (words - 1));
                case "attributeRank" -> scored(rule, heaviest * words);
                case "wordPosition" -> scored(rule, 10 * words);
                default -> {
                    boolean whole = random.nextBoolean();
                    fold(whole ? 3 : 2, 3);
                    fold(words - missing + 1, words + 1);
                    member(rule, "\"matchType\":\"" + (whole ? "exactMatch" : "matchesStart") + "\"");
                }
            }
        }

        private void scored(String rule, int costs) {
            int cost = atTheStart ? 0 : random.nextInt(costs + 1);
            fold(costs + 1 - cost, costs + 1);
            member(rule, "\"score\":" + (costs + 1.0 - cost) / (costs + 1.0));
        }

        private void add(String rule, int at, int of, String count, String most, int counted) {
            fold(at, of);
            member(rule, "\"" + count + "\":" + counted + ",\"" + most + "\":" + (rule.equals("typo") ? of - 1 : of));
        }

        private void fold(int at, int of) {
            rank = (rank - 1) * of + at;
            highest *= of;
        }

        private void member(String rule, String content) {
            String order = "{\"order\":" + (details.isEmpty() ? 0 : details.length()) + ",";
            details.append(details.isEmpty() ? "{" : ",")
                    .append('"')
                    .append(rule)
                    .append("\":");
            details.append(order).append(content).append('}');
        }
    }

    @Test
    void the_score_tells_how_many_words_are_missing() {
        for (long seed = 0; seed < SEEDS; seed++) {
            ExactHit hit = new ExactHit(seed);
            assertThat(missing(hit.details + "}", hit.score, hit.heaviest))
                    .as("seed %d: %s %s", seed, hit.details, hit.score)
                    .isEqualTo(hit.missing);
        }
    }

    @Test
    void a_score_that_does_not_fit_tells_nothing() {
        String details = "{\"words\":{\"order\":0,\"matchingWords\":2,\"maxMatchingWords\":2,\"score\":1.0},"
                + "\"exactness\":{\"order\":1,\"matchType\":\"exactMatch\",\"score\":1.0}}";
        assertThat(missing(details, 17.0 / 18, 0)).isEqualTo(1);
        assertThat(missing(details, 0.95, 0)).isZero();
        assertThat(missing(details, Double.NaN, 0)).isZero();
    }

    private static int missing(String details, double score, int heaviest) {
        JsonCursor cursor = new JsonCursor(details.getBytes(StandardCharsets.UTF_8));
        List<RankEntry> rules = new ArrayList<>();
        cursor.enter('{');
        while (cursor.nextMember()) {
            rules.add(new RankEntry());
            rules.get(rules.size() - 1).read(cursor);
        }
        return ExactWords.missing(rules, score, heaviest);
    }
}
