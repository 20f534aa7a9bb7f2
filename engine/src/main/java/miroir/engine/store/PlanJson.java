package miroir.engine.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.deser.std.StdDelegatingDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdDelegatingSerializer;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.Converter;
import java.util.function.Function;
import miroir.core.plan.Plan;
import miroir.core.topology.GroupId;
import miroir.core.topology.IndexId;
import miroir.core.topology.NodeId;

/**
 * The form in which a plan is kept: one object with the names of the records' components, ids as plain values. It holds
 * the node keys of the wish, so it is for the store alone.
 */
public final class PlanJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(scalars())
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private PlanJson() {}

    /** The plan as JSON. */
    public static String write(Plan plan) {
        try {
            return MAPPER.writeValueAsString(plan);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The plan that was written.
     *
     * @throws StoreException when the text is no plan
     */
    public static Plan read(String json) {
        try {
            return MAPPER.readValue(json, Plan.class);
        } catch (JsonProcessingException e) {
            throw new StoreException("not a plan: " + e.getOriginalMessage(), e);
        }
    }

    private static SimpleModule scalars() {
        SimpleModule module = new SimpleModule();
        scalar(
                module,
                new Conversion<>(NodeId.class, String.class, NodeId::value),
                new Conversion<>(String.class, NodeId.class, NodeId::new));
        scalar(
                module,
                new Conversion<>(GroupId.class, Integer.class, GroupId::number),
                new Conversion<>(Integer.class, GroupId.class, GroupId::new));
        scalar(
                module,
                new Conversion<>(IndexId.class, Long.class, IndexId::value),
                new Conversion<>(Long.class, IndexId.class, IndexId::new));
        return module;
    }

    private static <T, V> void scalar(SimpleModule module, Conversion<T, V> write, Conversion<V, T> read) {
        module.addSerializer(write.from(), new StdDelegatingSerializer(write.from(), write));
        module.addDeserializer(write.from(), new StdDelegatingDeserializer<>(read));
    }

    private record Conversion<A, B>(Class<A> from, Class<B> to, Function<A, B> how) implements Converter<A, B> {
        @Override
        public B convert(A value) {
            return how.apply(value);
        }

        @Override
        public JavaType getInputType(TypeFactory types) {
            return types.constructType(from);
        }

        @Override
        public JavaType getOutputType(TypeFactory types) {
            return types.constructType(to);
        }
    }
}
