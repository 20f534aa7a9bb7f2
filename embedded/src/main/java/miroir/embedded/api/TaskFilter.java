package miroir.embedded.api;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import miroir.embedded.error.ApiException;
import miroir.embedded.task.Task;
import org.jspecify.annotations.Nullable;

/** The conditions of task lists: all parameters must hold, of each one value. */
final class TaskFilter {

    static final List<String> ALL = List.of(
            "limit",
            "from",
            "reverse",
            "batchUids",
            "uids",
            "canceledBy",
            "types",
            "statuses",
            "indexUids",
            "afterEnqueuedAt",
            "beforeEnqueuedAt",
            "afterStartedAt",
            "beforeStartedAt",
            "afterFinishedAt",
            "beforeFinishedAt");
    static final List<String> CONDITIONS = ALL.subList(3, ALL.size());
    static final List<String> CHANGES = List.of(
            "uids",
            "indexUids",
            "statuses",
            "types",
            "canceledBy",
            "beforeEnqueuedAt",
            "afterEnqueuedAt",
            "beforeStartedAt",
            "afterStartedAt",
            "beforeFinishedAt",
            "afterFinishedAt");
    private static final List<String> TYPES = List.of(
            "documentAdditionOrUpdate",
            "documentEdition",
            "documentDeletion",
            "settingsUpdate",
            "indexCreation",
            "indexDeletion",
            "indexUpdate",
            "indexSwap",
            "taskCancelation",
            "taskDeletion",
            "dumpCreation",
            "snapshotCreation",
            "export",
            "upgradeDatabase",
            "indexCompaction",
            "networkTopologyChange",
            "dsrUpdate",
            "dsrClear");

    private TaskFilter() {}

    static Predicate<Task> of(Params params) {
        List<String> statuses =
                Arrays.stream(Task.Status.values()).map(Task.Status::word).toList();
        Predicate<Task> all = task -> true;
        for (Predicate<Task> part : List.of(
                uids(params, "uids", "invalid_task_uids", Task::uid),
                uids(
                        params,
                        "batchUids",
                        "invalid_batch_uids",
                        task -> task.progress().batchUid()),
                uids(
                        params,
                        "canceledBy",
                        "invalid_task_canceled_by",
                        task -> task.progress().canceledBy()),
                words(params, "types", TYPES, task -> task.request().type()),
                words(
                        params,
                        "statuses",
                        statuses,
                        task -> task.progress().status().word()),
                indexes(params),
                times(params, "EnqueuedAt", Task::enqueuedAt),
                times(params, "StartedAt", task -> task.progress().startedAt()),
                times(params, "FinishedAt", task -> task.progress().finishedAt()))) {
            all = all.and(part);
        }
        return all;
    }

    private static Predicate<Task> uids(
            Params params, String name, String code, Function<Task, @Nullable Integer> number) {
        Set<Long> wanted = params.numbers(name, code);
        return task -> {
            Integer value = number.apply(task);
            return wanted == null || (value != null && wanted.contains(value.longValue()));
        };
    }

    private static Predicate<Task> words(Params params, String name, List<String> known, Function<Task, String> word) {
        List<String> wanted = params.list(name);
        if (wanted == null) {
            return task -> true;
        }
        List<String> lower =
                wanted.stream().map(value -> value.toLowerCase(Locale.ROOT)).toList();
        for (int i = 0; i < wanted.size(); i++) {
            String value = wanted.get(i);
            if (known.stream().noneMatch(value::equalsIgnoreCase)) {
                String singular = name.equals("types") ? "type" : "status";
                throw new ApiException(
                        "invalid_task_" + name,
                        "Invalid value in parameter `" + Params.place(name, wanted, i) + "`: `" + value
                                + "` is not a valid task " + singular + ". Available " + name + " are "
                                + Values.quoted(known) + ".");
            }
        }
        return task -> lower.contains(word.apply(task).toLowerCase(Locale.ROOT));
    }

    private static Predicate<Task> indexes(Params params) {
        List<String> wanted = params.list("indexUids");
        if (wanted == null) {
            return task -> true;
        }
        for (int i = 0; i < wanted.size(); i++) {
            String place = Params.place("indexUids", wanted, i);
            Context.checkUid(wanted.get(i), "Invalid value in parameter `" + place + "`: ");
        }
        return task -> task.indexes().stream().anyMatch(wanted::contains);
    }

    private static Predicate<Task> times(Params params, String what, Function<Task, @Nullable Instant> time) {
        Instant after = date(params, "after" + what, true);
        Instant before = date(params, "before" + what, false);
        return task -> {
            Instant at = time.apply(task);
            return (after == null || (at != null && at.isAfter(after)))
                    && (before == null || (at != null && at.isBefore(before)));
        };
    }

    private static @Nullable Instant date(Params params, String name, boolean after) {
        String text = params.string(name);
        if (text == null || text.equals("*")) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException notATime) {
            try {
                LocalDate day = LocalDate.parse(text);
                return (after ? day.plusDays(1) : day)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant();
            } catch (DateTimeParseException notADay) {
                throw new ApiException(
                        "invalid_task_" + name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT),
                        "Invalid value in parameter `" + name + "`: `" + text
                                + "` is an invalid date-time. It should follow the YYYY-MM-DD or RFC 3339 date-time"
                                + " format.");
            }
        }
    }
}
