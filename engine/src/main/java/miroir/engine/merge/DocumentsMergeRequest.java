package miroir.engine.merge;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the client asked for, as far as it shapes a merged list of documents.
 *
 * @param offset of 64 bits, unsigned, as is the limit
 * @param primaryKey orders unsorted documents and decides between equal ones
 * @param strip attributes that were added for the merge and are cut again; {@code _miroir*} always is
 * @param sorted whether the answers carry sort tuples in {@code _federation}
 */
public record DocumentsMergeRequest(
        long offset, long limit, @Nullable String primaryKey, Set<String> strip, boolean sorted) {}
