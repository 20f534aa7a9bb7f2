package miroir.engine.request;

import java.util.ArrayList;
import java.util.List;
import miroir.engine.error.ApiException;
import miroir.engine.error.BodyValue;
import miroir.engine.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/** Several searches in one request, each of an index of its own, as a client asks for them. */
public record MultiSearchRequest(List<Query> queries) {
    private static final String INDEX = "indexUid";
    private static final String OPTIONS = "federationOptions";
    private static final List<String> QUERY_NAMES = names();

    /**
     * One of them.
     *
     * @param options what it says about a federation; null: nothing
     */
    public record Query(
            String indexUid, SearchRequest search, @Nullable FederationOptions options) {}

    /** Reads the body of {@code POST /multi-search}. */
    public static MultiSearchRequest fromJson(byte[] body) {
        List<Query> queries = new ArrayList<>();
        BodyValue whole = BodyValue.parse(body, ErrorCode.BAD_REQUEST);
        boolean[] seen = new boolean[1];
        whole.members(List.of("queries", "federation"), (name, value) -> {
            if (name.equals("queries")) {
                seen[0] = true;
                value.items().forEach(item -> queries.add(query(item)));
            } else if (!value.isNull()) {
                value.members((member, any) -> {});
                throw Unsupported.federation();
            }
        });
        if (!seen[0]) {
            throw whole.missingField("queries");
        }
        return new MultiSearchRequest(List.copyOf(queries));
    }

    private static Query query(BodyValue value) {
        SearchDraft draft = new SearchDraft();
        String[] uid = new String[1];
        FederationOptions[] options = new FederationOptions[1];
        value.members(QUERY_NAMES, (name, member) -> {
            switch (name) {
                case INDEX -> uid[0] = uid(member.as(ErrorCode.INVALID_INDEX_UID));
                case OPTIONS -> options[0] = member.isNull() ? null : FederationOptions.of(member);
                default -> SearchFromBody.read(draft, name, member);
            }
        });
        if (uid[0] == null) {
            throw value.as(ErrorCode.MISSING_INDEX_UID).missingField(INDEX);
        }
        return new Query(uid[0], draft.build(), options[0]);
    }

    private static String uid(BodyValue value) {
        String uid = value.text();
        if (!IndexUid.isLegal(uid)) {
            throw value.unexpected(IndexUid.fault(uid));
        }
        return uid;
    }

    /** An error of one of the queries, with the place where it stands. */
    public static String inside(int query, String message) {
        return "Inside `.queries[" + query + "]`: " + message;
    }

    /** Refuses a query that means another kind of request. */
    public static void checkAlone(Query query) {
        if (query.options() != null) {
            throw new ApiException(
                    ErrorCode.INVALID_MULTI_SEARCH_FEDERATION_OPTIONS,
                    "Using `federationOptions` is not allowed in a non-federated search.\n"
                            + " - Hint: remove `federationOptions` from the query or add `federation` to the request.");
        }
    }

    private static List<String> names() {
        List<String> names = new ArrayList<>();
        names.add(INDEX);
        names.addAll(SearchField.BODY_NAMES);
        names.add(OPTIONS);
        return List.copyOf(names);
    }
}
