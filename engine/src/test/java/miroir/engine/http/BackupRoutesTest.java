package miroir.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import miroir.engine.backup.Archive;
import miroir.engine.backup.BackupException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupRoutesTest {
    @TempDir
    Path folder;

    @Test
    void the_state_is_downloaded_as_one_file_and_how_backups_stand_is_told()
            throws IOException, InterruptedException, BackupException {
        try (ServedApi api = new ServedApi(folder, null)) {
            Path file = folder.resolve("state.zip");
            HttpResponse<Path> answer = HttpClient.newHttpClient()
                    .send(api.request("/_miroir/backup").GET().build(), HttpResponse.BodyHandlers.ofFile(file));

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/zip");
            assertThat(answer.headers().firstValue("Content-Disposition").orElseThrow())
                    .matches("attachment; filename=\"miroir-\\d{8}T\\d{6}Z\\.zip\"");
            assertThat(Archive.check(file).clusterId()).isNotEmpty();

            ServedApi.Answer list = api.get("/_miroir/backups");
            assertThat(list.status()).isEqualTo(200);
            assertThat(list.body().path("everyHours").asLong(-1)).isZero();
            assertThat(list.body().path("backups")).isEmpty();
            assertThat(api.get("/_miroir/audit").text()).contains("download backup");
            assertThat(api.get("/_miroir/audit?limit=1").body()).hasSize(1);
            assertThat(api.get("/_miroir/audit?limit=0").status()).isEqualTo(400);
            assertThat(api.get("/_miroir/audit?limit=x").status()).isEqualTo(400);

            HttpResponse<String> metrics = HttpClient.newHttpClient()
                    .send(api.request("/_miroir/metrics").GET().build(), HttpResponse.BodyHandlers.ofString());
            assertThat(metrics.body()).contains("miroir_backup_age_seconds -1\n", "miroir_backup_failed 0\n");
        }
    }
}
