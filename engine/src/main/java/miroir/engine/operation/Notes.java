package miroir.engine.operation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import miroir.engine.api.OperationPicture;
import miroir.engine.api.Operator;
import org.jspecify.annotations.Nullable;

/**
 * What an operation remembers beside its moves; stored as JSON.
 *
 * @param phase for people
 * @param leaving nodes that give everything away
 * @param removing of those, the ones that are removed once they are empty
 * @param wantedBefore what was wanted of nodes whose wish the operation changed, for a cancellation
 * @param replicationFactorBefore for a cancellation; null: unchanged
 * @param safeToStop nodes found empty
 */
record Notes(
        String phase,
        Operator.Throttle throttle,
        List<String> leaving,
        List<String> removing,
        Map<String, String> wantedBefore,
        @Nullable Integer replicationFactorBefore,
        List<String> safeToStop,
        OperationPicture.@Nullable Result result,
        @Nullable String error) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final Operator.Throttle USUAL = new Operator.Throttle(0, 4);

    static final Notes NONE = new Notes("", USUAL, List.of(), List.of(), Map.of(), null, List.of(), null, null);

    String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static Notes fromJson(String json) {
        try {
            return JSON.readValue(json, Notes.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("notes of an operation cannot be read: " + json, e);
        }
    }

    Notes in(String next) {
        return new Notes(
                next, throttle, leaving, removing, wantedBefore, replicationFactorBefore, safeToStop, result, error);
    }

    Notes with(Operator.Throttle next) {
        return new Notes(
                phase, next, leaving, removing, wantedBefore, replicationFactorBefore, safeToStop, result, error);
    }

    Notes withSafeToStop(List<String> next) {
        return new Notes(
                phase, throttle, leaving, removing, wantedBefore, replicationFactorBefore, next, result, error);
    }

    Notes with(OperationPicture.@Nullable Result found, @Nullable String failure) {
        return new Notes(
                phase, throttle, leaving, removing, wantedBefore, replicationFactorBefore, safeToStop, found, failure);
    }
}
