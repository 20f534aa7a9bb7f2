package miroir.core.placement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Colours the edges of a bipartite graph so that no two of the same colour meet, with as many colours as the largest
 * degree (König, 1916): where the two ends have no free colour in common, an alternating path is flipped to make one.
 */
final class EdgeColouring {
    private static final int NONE = -1;

    private final int[][] left;
    private final int[][] right;

    EdgeColouring(int leftVertices, int rightVertices, int colours) {
        left = new int[leftVertices][colours];
        right = new int[rightVertices][colours];
        for (int[] row : left) {
            Arrays.fill(row, NONE);
        }
        for (int[] row : right) {
            Arrays.fill(row, NONE);
        }
    }

    /** The right vertex at the end of each colour of a left vertex; -1 where there is none. */
    int[] colours(int leftVertex) {
        return left[leftVertex];
    }

    /** Adds an edge; both ends must have fewer edges than there are colours. */
    void add(int leftVertex, int rightVertex) {
        int colour = free(left[leftVertex]);
        if (right[rightVertex][colour] != NONE) {
            flip(rightVertex, colour, free(right[rightVertex]));
        }
        colour(leftVertex, rightVertex, colour);
    }

    private static int free(int[] colours) {
        int colour = 0;
        while (colours[colour] != NONE) {
            colour++;
        }
        return colour;
    }

    private void colour(int leftVertex, int rightVertex, int colour) {
        left[leftVertex][colour] = rightVertex;
        right[rightVertex][colour] = leftVertex;
    }

    /** Swaps two colours along the path that starts at a right vertex with the first of them. */
    private void flip(int start, int first, int second) {
        List<int[]> path = new ArrayList<>();
        int r = start;
        while (r != NONE && right[r][first] != NONE) {
            int l = right[r][first];
            path.add(new int[] {l, r, first});
            r = left[l][second];
            if (r != NONE) {
                path.add(new int[] {l, r, second});
            }
        }
        for (int[] edge : path) {
            left[edge[0]][edge[2]] = NONE;
            right[edge[1]][edge[2]] = NONE;
        }
        for (int[] edge : path) {
            colour(edge[0], edge[1], edge[2] == first ? second : first);
        }
    }
}
