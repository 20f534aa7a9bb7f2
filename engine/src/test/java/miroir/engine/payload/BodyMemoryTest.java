package miroir.engine.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyMemoryTest {
    private static final long FREE = BodyMemory.FREE;

    private final BodyMemory memory = new BodyMemory(1_000_000);

    @Test
    void together_no_more_than_there_is() {
        BodyMemory.Claim first = memory.claim();
        first.more(FREE + 600_000);
        BodyMemory.Claim second = memory.claim();
        assertThatThrownBy(() -> second.more(FREE + 400_001))
                .isInstanceOfSatisfying(
                        PayloadException.class, e -> assertThat(e.code()).isEqualTo("too_many_large_bodies"));
        second.more(FREE + 400_000);
        assertThat(memory.taken()).isEqualTo(1_000_000);
        first.close();
        first.close();
        second.close();
        assertThat(memory.taken()).isZero();
    }

    @Test
    void small_requests_are_served_also_when_all_is_taken() {
        try (BodyMemory.Claim all = memory.claim();
                BodyMemory.Claim small = memory.claim()) {
            all.more(FREE + 1_000_000);
            small.more(FREE);
            assertThatThrownBy(() -> small.more(1)).isInstanceOf(PayloadException.class);
        }
        assertThat(memory.taken()).isZero();
    }

    @Test
    void what_never_fits_is_too_large() {
        try (BodyMemory.Claim claim = memory.claim()) {
            assertThatThrownBy(() -> claim.more(FREE + 1_000_001))
                    .isInstanceOfSatisfying(
                            PayloadException.class, e -> assertThat(e.code()).isEqualTo("payload_too_large"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, '[{\"id\":1,\"a\":\"', '\"}]'",
        "application/x-ndjson, '{\"a\":\"', '\"}'",
        "text/csv, 'id,a\n1,', ''"
    })
    void one_document_can_be_as_large_as_the_memory_allows_and_many_small_ones_can_be_more(
            String type, String before, String after, @TempDir Path folder) throws Exception {
        PayloadReader reader = new PayloadReader(folder, false, () -> {}, memory);
        String large = before + "x".repeat(400_000) + after;
        assertThatThrownBy(() -> reader.read(source(type, large), "large"))
                .isInstanceOfSatisfying(
                        PayloadException.class, e -> assertThat(e.code()).isEqualTo("payload_too_large"));
        String ordinary = before + "x".repeat(20_000) + after;
        assertThat(reader.read(source(type, ordinary), "ordinary").documents()).isEqualTo(1);
        assertThat(memory.taken()).isZero();
    }

    private static PayloadSource source(String type, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        return new PayloadSource(new ByteArrayInputStream(body), type, null, null, 10_000_000);
    }
}
