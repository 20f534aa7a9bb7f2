package miroir.app.config;

import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What no message of the configuration shows: keys, wherever they stand, and what addresses hold besides a host. */
final class Masks {
    private static final Pattern USER = Pattern.compile("//[^\\s'\"]*@");
    private static final Pattern QUERY = Pattern.compile("(://[^\\s'\"?#]*[?#])[^\\s'\"]*");
    private static final Pattern SECRET_NAME = Pattern.compile(".*(KEY|SECRET|PASSWORD|TOKEN)");
    /** A shorter one would hide half of each message. */
    private static final int SHORTEST = 4;

    private final Set<String> secrets = new HashSet<>();

    /** Knows what the environment's variables for secrets say. */
    Masks(Map<String, String> environment) {
        environment.forEach((name, value) -> {
            if (SECRET_NAME.matcher(name.toUpperCase(Locale.ROOT)).matches()) {
                hide(value);
            }
        });
    }

    void hide(String secret) {
        if (secret.length() >= SHORTEST) {
            secrets.add(secret);
        }
    }

    String mask(String message) {
        String masked = USER.matcher(message).replaceAll("//***@");
        masked = QUERY.matcher(masked).replaceAll("$1***");
        for (String secret : secrets) {
            masked = masked.replace(secret, "***");
        }
        return masked;
    }

    /** The name of an unknown key up to where it stops being one: behind that may stand a value without its space. */
    static String name(String key) {
        String name = key.replaceFirst("[^A-Za-z0-9_.-].*", "");
        return name.length() == key.length() ? key : name + "…";
    }
}
