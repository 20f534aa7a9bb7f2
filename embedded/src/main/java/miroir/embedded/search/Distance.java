package miroir.embedded.search;

/** The cost of a word being away from its place in the query (Meilisearch's table). */
final class Distance {

    private static final int[] LIMITS = {0, 1, 4, 7, 11, 16, 24, 64, 256, 1024};

    private Distance() {}

    static int cost(int distance) {
        int cost = 0;
        while (cost < LIMITS.length && distance > LIMITS[cost]) {
            cost++;
        }
        return cost;
    }
}
