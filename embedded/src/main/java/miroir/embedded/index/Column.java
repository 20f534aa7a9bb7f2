package miroir.embedded.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of one field of all documents, each different value under a number of its own: made for counting. */
public final class Column {

    private final List<Object> keys = new ArrayList<>();
    private final Map<Object, Integer> numbers = new HashMap<>();
    private final int[] starts;
    private int[] values = new int[64];
    private @Nullable String[] spellings = new String[64];

    Column(String field, Document[] bySlot) {
        starts = new int[bySlot.length + 1];
        int end = 0;
        for (int slot = 0; slot < bySlot.length; slot++) {
            starts[slot] = end;
            FieldValues found = bySlot[slot].values(field);
            if (found != null) {
                for (Double number : found.numbers()) {
                    end = add(slot, end, number == 0 ? Double.valueOf(0) : number, null);
                }
                for (int i = 0; i < found.strings().size(); i++) {
                    end = add(
                            slot,
                            end,
                            found.normalized().get(i),
                            found.strings().get(i));
                }
            }
        }
        starts[bySlot.length] = end;
    }

    /** A document holds a value once, spelt as at its first occurrence. */
    private int add(int slot, int end, Object key, @Nullable String spelling) {
        int number = numbers.computeIfAbsent(key, unused -> {
            keys.add(key);
            return keys.size() - 1;
        });
        for (int at = starts[slot]; at < end; at++) {
            if (values[at] == number) {
                return end;
            }
        }
        if (end == values.length) {
            values = Arrays.copyOf(values, 2 * end);
            spellings = Arrays.copyOf(spellings, 2 * end);
        }
        values[end] = number;
        spellings[end] = spelling;
        return end + 1;
    }

    /** How many different values there are. */
    public int size() {
        return keys.size();
    }

    /** A value: a Double, or a text as it is compared. */
    public Object key(int number) {
        return keys.get(number);
    }

    /** Where the values of a document start; they end where those of the next one start. */
    public int start(int slot) {
        return starts[slot];
    }

    /** The number of a value. */
    public int value(int at) {
        return values[at];
    }

    /** A text as the document spells it; null for a number. */
    public @Nullable String spelling(int at) {
        return spellings[at];
    }
}
