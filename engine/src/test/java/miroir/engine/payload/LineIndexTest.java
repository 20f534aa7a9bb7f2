package miroir.engine.payload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineIndexTest {
    private record Line(long offset, int length, int shard) {}

    @Test
    void lines_are_found_again_from_the_start_and_from_any_mark() {
        Random random = new Random(7);
        List<Line> lines = new ArrayList<>();
        LineIndex index = new LineIndex();
        long offset = Integer.MAX_VALUE;
        for (int i = 0; i < 3000; i++) {
            int length = random.nextInt(1 << random.nextInt(25));
            Line line = new Line(offset + random.nextInt(3), length, random.nextInt(1 << random.nextInt(17)));
            lines.add(line);
            index.add(line.offset, line.length, line.shard);
            offset = line.offset + length + 1;
        }
        assertThat(index.count()).isEqualTo(3000);
        List<LineIndex.Mark> marks = new ArrayList<>();
        LineIndex.Cursor cursor = index.cursor();
        for (int i = 0; i <= 3000; i++) {
            marks.add(cursor.mark());
            assertThat(cursor.next()).isEqualTo(i < 3000);
        }
        for (int i = 0; i < 100; i++) {
            int from = random.nextInt(3001);
            int to = from + random.nextInt(3001 - from);
            assertThat(all(index.cursor(marks.get(from), marks.get(to)))).isEqualTo(lines.subList(from, to));
        }
    }

    private static List<Line> all(LineIndex.Cursor cursor) {
        List<Line> all = new ArrayList<>();
        while (cursor.next()) {
            all.add(new Line(cursor.offset(), cursor.length(), cursor.shard()));
        }
        return all;
    }
}
