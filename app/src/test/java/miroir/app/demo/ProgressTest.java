package miroir.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final StringWriter text = new StringWriter();

    @Test
    void in_a_log_each_ten_per_cent_give_a_line() {
        Progress progress = new Progress(new PrintWriter(text), false, 200);
        for (int done = 1; done <= 200; done++) {
            progress.reached(done);
        }

        assertThat(text.toString().lines()).hasSize(10).first().isEqualTo("Loading products: 20 of 200 (10 %)");
    }

    @Test
    void on_a_terminal_one_line_changes_in_place() {
        Progress progress = new Progress(new PrintWriter(text), true, 2);
        progress.reached(1);
        progress.reached(2);

        assertThat(text.toString()).isEqualTo("\rLoading products: 1 of 2 (50 %)\rLoading products: 2 of 2 (100 %)\n");
    }
}
