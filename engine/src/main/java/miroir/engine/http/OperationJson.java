package miroir.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import miroir.engine.api.OperationPicture;

/** An operation as clients see it. */
final class OperationJson {
    private OperationJson() {}

    static ObjectNode of(OperationPicture operation) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        Instant finished = operation.finishedAt();
        json.put("operationId", operation.operationId())
                .put("planId", operation.planId())
                .put("kind", operation.kind().wire())
                .put("title", operation.title())
                .put("status", operation.status().wire())
                .put("phase", operation.phase())
                .put("startedAt", operation.startedAt().toString())
                .put("finishedAt", finished == null ? null : finished.toString())
                .put("error", operation.error());
        numbers(json, operation);
        ArrayNode moves = json.putArray("moves");
        operation.moves().forEach(move -> moves.add(move(move)));
        ArrayNode safe = json.putArray("safeToStop");
        operation.safeToStop().forEach(safe::add);
        return json;
    }

    private static void numbers(ObjectNode json, OperationPicture operation) {
        json.putObject("progress")
                .put("copiesDone", operation.progress().copiesDone())
                .put("copies", operation.progress().copies())
                .put("documentsDone", operation.progress().documentsDone())
                .put("documents", operation.progress().documents());
        json.putObject("throttle")
                .put("bytesPerSecond", operation.throttle().bytesPerSecond())
                .put("concurrentMoves", operation.throttle().concurrentMoves());
        OperationPicture.Result result = operation.result();
        if (result == null) {
            json.putNull("result");
        } else {
            result(json.putObject("result"), result);
        }
    }

    private static void result(ObjectNode json, OperationPicture.Result result) {
        Long documents = result.documents();
        if (documents == null) {
            json.put("compared", result.compared())
                    .put("differing", result.differing())
                    .put("repaired", result.repaired())
                    .put("skipped", result.skipped());
        } else {
            json.put("documents", documents.longValue());
        }
        ArrayNode verdicts = json.putArray("verdicts");
        result.verdicts().forEach(verdict -> verdict(verdicts.addObject(), verdict));
    }

    private static void verdict(ObjectNode json, OperationPicture.Verdict verdict) {
        json.put("shard", verdict.shard());
        ArrayNode believed = json.putArray("believed");
        verdict.believed().forEach(believed::add);
        ArrayNode differing = json.putArray("differing");
        verdict.differing().forEach(differing::add);
        json.put("why", verdict.why());
    }

    private static ObjectNode move(OperationPicture.MovePicture move) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("index", move.index())
                .put("shard", move.shard())
                .put("from", move.from())
                .put("to", move.to())
                .put("phase", move.phase().wire())
                .put("documentsDone", move.documentsDone())
                .put("documents", move.documents())
                .put("holdMs", move.holdMs())
                .put("attempts", move.attempts())
                .put("error", move.error());
    }
}
