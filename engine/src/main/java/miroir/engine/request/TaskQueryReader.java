package miroir.engine.request;

import static miroir.engine.error.ErrorCode.*;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import miroir.core.task.TaskStatus;
import miroir.core.task.TaskType;
import miroir.core.wire.Wire;
import miroir.engine.error.ApiException;
import miroir.engine.error.Numbers;
import miroir.engine.error.QueryParam;
import miroir.engine.store.TaskFilter;
import org.jspecify.annotations.Nullable;

/** Reads the parameters of a task query one by one; a star restricts nothing. */
final class TaskQueryReader {
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}[Tt ]\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?([Zz]|[+-]\\d{2}:\\d{2})");

    private long limit = Paging.DEFAULT_LIMIT;
    private @Nullable Long from;
    private boolean reverse;
    private @Nullable List<Long> uids;
    private @Nullable List<Long> batchUids;
    private @Nullable List<Long> canceledBy;
    private @Nullable List<TaskType> types;
    private @Nullable List<TaskStatus> statuses;
    private @Nullable List<String> indexUids;
    private final @Nullable Instant[] times = new Instant[6];

    void read(QueryParam param) {
        switch (param.name()) {
            case "limit" -> limit = param.as(INVALID_TASK_LIMIT).uid();
            case "from" -> from = param.as(INVALID_TASK_FROM).uid();
            case "reverse" -> reverse = param.as(INVALID_TASK_REVERSE).flag();
            case "uids" -> uids = uids(param.as(INVALID_TASK_UIDS));
            case "batchUids" -> batchUids = uids(param.as(INVALID_BATCH_UIDS));
            case "canceledBy" -> canceledBy = uids(param.as(INVALID_TASK_CANCELED_BY));
            case "types" ->
                types = list(param.as(INVALID_TASK_TYPES), text -> word(text, TaskType.class, "type", "types"));
            case "statuses" ->
                statuses = list(
                        param.as(INVALID_TASK_STATUSES), text -> word(text, TaskStatus.class, "status", "statuses"));
            case "indexUids" -> indexUids = list(param.as(INVALID_INDEX_UID), TaskQueryReader::indexUid);
            case "beforeEnqueuedAt" -> times[0] = time(param.as(INVALID_TASK_BEFORE_ENQUEUED_AT), 0);
            case "afterEnqueuedAt" -> times[1] = time(param.as(INVALID_TASK_AFTER_ENQUEUED_AT), 1);
            case "beforeStartedAt" -> times[2] = time(param.as(INVALID_TASK_BEFORE_STARTED_AT), 0);
            case "afterStartedAt" -> times[3] = time(param.as(INVALID_TASK_AFTER_STARTED_AT), 1);
            case "beforeFinishedAt" -> times[4] = time(param.as(INVALID_TASK_BEFORE_FINISHED_AT), 0);
            default -> times[5] = time(param.as(INVALID_TASK_AFTER_FINISHED_AT), 1);
        }
    }

    TaskFilter build() {
        return new TaskFilter(
                (int) Math.min(limit, Integer.MAX_VALUE),
                from,
                reverse,
                bothUids(),
                canceledBy,
                types,
                statuses,
                indexUids,
                times[0],
                times[1],
                times[2],
                times[3],
                times[4],
                times[5]);
    }

    /** Every task is its own batch, so a batch uid is a task uid. */
    private @Nullable List<Long> bothUids() {
        if (uids == null || batchUids == null) {
            return uids == null ? batchUids : uids;
        }
        Set<Long> both = new HashSet<>(uids);
        both.retainAll(batchUids);
        return List.copyOf(both);
    }

    private static @Nullable List<Long> uids(QueryParam param) {
        return list(
                param,
                text -> Numbers.unsigned(text, Numbers.U32_MAX).stream()
                        .boxed()
                        .findFirst()
                        .orElseThrow(() -> new BadElement("could not parse `" + text + "` as a positive integer")));
    }

    private static <T> @Nullable List<T> list(QueryParam param, Function<String, T> reader) {
        List<String> parts = param.list();
        List<T> read = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            if (!parts.get(i).equals("*")) {
                try {
                    read.add(reader.apply(parts.get(i)));
                } catch (BadElement e) {
                    String place = parts.size() > 1 ? param.name() + "[" + i + "]" : param.name();
                    throw new ApiException(
                            param.code(), "Invalid value in parameter `" + place + "`: " + e.getMessage());
                }
            }
        }
        return parts.contains("*") ? null : read;
    }

    private static <E extends Enum<E> & Wire> E word(String text, Class<E> type, String one, String many) {
        String lower = text.toLowerCase(Locale.ROOT);
        List<E> all = List.of(type.getEnumConstants());
        return all.stream()
                .filter(word -> word.wire().toLowerCase(Locale.ROOT).equals(lower))
                .findFirst()
                .orElseThrow(() -> new BadElement("`" + text + "` is not a valid task " + one + ". Available " + many
                        + " are "
                        + all.stream().map(word -> "`" + word.wire() + "`").collect(Collectors.joining(", ")) + "."));
    }

    private static String indexUid(String text) {
        if (!IndexUid.isLegal(text)) {
            throw new BadElement(IndexUid.fault(text));
        }
        return text;
    }

    /** A date alone means its midnight, or the following one when what comes after that day is asked for. */
    private static @Nullable Instant time(QueryParam param, int daysToAdd) {
        String text = param.value();
        try {
            if (text.equals("*")) {
                return null;
            }
            if (TIME.matcher(text).matches()) {
                return OffsetDateTime.parse(text.toUpperCase(Locale.ROOT).replace(' ', 'T'))
                        .toInstant();
            }
            if (DAY.matcher(text).matches()) {
                return LocalDate.parse(text)
                        .plusDays(daysToAdd)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant();
            }
        } catch (DateTimeParseException e) {
            throw notATime(param);
        }
        throw notATime(param);
    }

    private static ApiException notATime(QueryParam param) {
        return param.unexpected("`" + param.value()
                + "` is an invalid date-time. It should follow the YYYY-MM-DD or RFC 3339 date-time format.");
    }

    private static final class BadElement extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BadElement(String why) {
            super(why, null, false, false);
        }
    }
}
