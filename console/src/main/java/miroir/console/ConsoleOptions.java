package miroir.console;

import java.time.InstantSource;
import java.util.random.RandomGenerator;
import miroir.core.time.Ticker;
import miroir.engine.api.AuditTrail;
import miroir.engine.api.EngineView;
import org.jspecify.annotations.Nullable;

/**
 * What the console is made of.
 *
 * @param view what it reads
 * @param trail takes note of sign-ins
 * @param masterKey the key that signs in; null: nobody needs to
 * @param clock the time that pages show
 * @param ticker measures how long sessions last
 * @param random makes session tokens, so it must be cryptographically strong
 * @param version of Miroir
 * @param clusterName shown at the top of each page
 */
public record ConsoleOptions(
        EngineView view,
        AuditTrail trail,
        @Nullable String masterKey,
        InstantSource clock,
        Ticker ticker,
        RandomGenerator random,
        String version,
        String clusterName) {
    /** Without the key, so that no log shows it. */
    @Override
    public String toString() {
        return "ConsoleOptions[clusterName=" + clusterName + ", version=" + version + "]";
    }
}
