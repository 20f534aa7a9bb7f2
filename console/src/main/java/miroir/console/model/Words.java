package miroir.console.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import miroir.core.task.TaskType;

/** Numbers, sizes, times and lists as an operator reads them. */
public final class Words {
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

    private Words() {}

    /** A count with thousands separated; negative means not known yet. */
    public static String count(long n) {
        return n < 0 ? "unknown" : String.format(Locale.ROOT, "%,d", n);
    }

    /** A count with its noun in the right number. */
    public static String count(long n, String one, String many) {
        return count(n) + " " + (n == 1 ? one : many);
    }

    /** A size in decimal units; negative means not known yet. */
    public static String bytes(long n) {
        if (n < 0) {
            return "unknown";
        }
        double value = n;
        int unit = 0;
        while (value >= 1000 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 || value >= 100 ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
    }

    /** How long ago. */
    public static String ago(Instant now, Instant then) {
        Duration past = Duration.between(then, now);
        if (past.toSeconds() < 1) {
            return "just now";
        }
        return (past.toSeconds() < 10 ? past.toSeconds() + " s" : span(past)) + " ago";
    }

    /** A duration by its largest unit, such as "4 min". */
    public static String span(Duration d) {
        if (d.isNegative()) {
            return "0 s";
        }
        if (d.toMillis() < 1000) {
            return d.toMillis() + " ms";
        }
        if (d.toSeconds() < 10) {
            return String.format(Locale.ROOT, "%.1f s", d.toMillis() / 1000.0);
        }
        if (d.toSeconds() < 120) {
            return d.toSeconds() + " s";
        }
        if (d.toMinutes() < 120) {
            return d.toMinutes() + " min";
        }
        return d.toHours() < 48 ? d.toHours() + " h" : d.toDays() + " days";
    }

    /** Words joined by commas and "and". */
    public static String and(List<String> words) {
        if (words.size() < 2) {
            return String.join("", words);
        }
        return String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.get(words.size() - 1);
    }

    /** Ascending numbers with runs folded, such as "1, 4–7, 9". */
    public static String ranges(List<Integer> numbers) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < numbers.size(); i++) {
            boolean last = i + 1 == numbers.size() || numbers.get(i + 1) != numbers.get(i) + 1;
            if (last) {
                parts.add(range(numbers.get(start), numbers.get(i)));
                start = i + 1;
            }
        }
        return String.join(", ", parts);
    }

    private static String range(int from, int to) {
        if (from == to) {
            return Integer.toString(from);
        }
        return from + (to == from + 1 ? ", " : "–") + to;
    }

    /** What a task does. */
    public static String taskType(TaskType type) {
        return switch (type) {
            case DOCUMENT_ADDITION_OR_UPDATE -> "Add documents";
            case DOCUMENT_DELETION -> "Delete documents";
            case DOCUMENT_EDITION -> "Edit documents";
            case SETTINGS_UPDATE -> "Change settings";
            case INDEX_CREATION -> "Create index";
            case INDEX_UPDATE -> "Update index";
            case INDEX_DELETION -> "Delete index";
            case INDEX_SWAP -> "Swap indexes";
            case INDEX_COMPACTION -> "Compact index";
            case TASK_CANCELATION -> "Cancel tasks";
            case TASK_DELETION -> "Delete tasks";
            default -> phrase(type.wire());
        };
    }

    /** A camelCase name as plain words, first letter capital. */
    public static String phrase(String camel) {
        return capital(camel.replaceAll("([a-z0-9])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT));
    }

    /** The same text with a capital at its start. */
    static String capital(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
