package miroir.engine.request;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import miroir.core.placement.IndexShape;
import miroir.engine.api.AcceptWish;
import miroir.engine.api.AcceptWish.Choice;
import miroir.engine.error.ApiException;
import miroir.engine.error.BodyValue;
import miroir.engine.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/** The bodies that say which copies are to be accepted. */
public final class AcceptRequest {
    private static final List<String> ONE = List.of("node", "force");
    private static final List<String> MANY = List.of("shards", "force");
    private static final List<String> CHOICE = List.of("shard", "node");

    private @Nullable String node;
    private @Nullable Integer shard;
    private @Nullable List<Choice> choices;
    private boolean all;
    private boolean force;

    private AcceptRequest() {}

    /** For one shard: {@code {"node": "…", "force": false}}. */
    public static AcceptWish one(String index, int shard, byte[] body) {
        AcceptRequest read = new AcceptRequest();
        BodyValue.parse(body, ErrorCode.BAD_REQUEST).members(ONE, read::read);
        return AcceptWish.of(index, shard, required(read.node, "node"), read.force);
    }

    /** For several: {@code {"shards": "all"}} or {@code {"shards": [{"shard": 3, "node": "…"}]}}. */
    public static AcceptWish many(String index, byte[] body) {
        AcceptRequest read = new AcceptRequest();
        BodyValue.parse(body, ErrorCode.BAD_REQUEST).members(MANY, read::read);
        return new AcceptWish(index, read.all ? null : required(read.choices, "shards"), read.force);
    }

    private static <T> T required(@Nullable T value, String name) {
        if (value == null) {
            throw new ApiException(ErrorCode.BAD_REQUEST, "Missing field `" + name + "`");
        }
        return value;
    }

    private void read(String name, BodyValue value) {
        switch (name) {
            case "node" -> node = value.text();
            case "shard" -> shard = value.countUpTo(IndexShape.MAX_SHARDS);
            case "force" -> force = value.flag();
            default -> shards(value);
        }
    }

    private void shards(BodyValue value) {
        if (value.node().isTextual()) {
            value.oneOf(List.of("all"));
            all = true;
            return;
        }
        List<Choice> read = new ArrayList<>();
        Set<Integer> seen = new HashSet<>();
        for (BodyValue item : value.items()) {
            AcceptRequest one = new AcceptRequest();
            item.members(CHOICE, one::read);
            int number = required(one.shard, "shard");
            if (!seen.add(number)) {
                throw item.unexpected("shard " + number + " is there twice");
            }
            read.add(new Choice(number, required(one.node, "node")));
        }
        if (read.isEmpty()) {
            throw value.unexpected("must name at least one shard");
        }
        choices = read;
    }
}
