package miroir.engine.request;

import java.util.List;
import miroir.engine.error.BodyValue;
import miroir.engine.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * What one query of a federated search says about its place in it.
 *
 * @param weight what its scores are multiplied by
 * @param remote another server that is to answer it; null: none
 * @param queryPosition what hits are to say of where they come from; null: where the query stands
 */
public record FederationOptions(
        double weight, @Nullable String remote, @Nullable Long queryPosition) {
    private static final List<String> NAMES = List.of("weight", "remote", "queryPosition");

    static FederationOptions of(BodyValue value) {
        double[] weight = {1};
        String[] remote = new String[1];
        Long[] position = new Long[1];
        value.as(ErrorCode.BAD_REQUEST).members(NAMES, (name, member) -> {
            switch (name) {
                case "weight" -> weight[0] = weight(member.as(ErrorCode.INVALID_MULTI_SEARCH_WEIGHT));
                case "remote" ->
                    remote[0] = member.as(ErrorCode.INVALID_MULTI_SEARCH_REMOTE).textOrNull();
                default -> {
                    BodyValue given = member.as(ErrorCode.INVALID_MULTI_SEARCH_QUERY_POSITION);
                    position[0] = given.isNull() ? null : (Long) given.count();
                }
            }
        });
        return new FederationOptions(weight[0], remote[0], position[0]);
    }

    private static double weight(BodyValue value) {
        double weight = value.number();
        if (weight < 0) {
            throw value.unexpected("the value of `weight` is invalid, expected a positive float (>= 0.0).");
        }
        return weight;
    }
}
