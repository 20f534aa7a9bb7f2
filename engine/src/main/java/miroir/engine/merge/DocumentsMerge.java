package miroir.engine.merge;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import miroir.core.merge.Merger;

/** Merges the volumes' answers to one document listing; they were asked from offset 0. */
public final class DocumentsMerge {
    private DocumentsMerge() {}

    /**
     * Takes answers apart, one after the other; anything but a list of documents is a {@link MalformedAnswerException}.
     */
    public static Function<VolumeAnswer, HitPage> reader(DocumentsMergeRequest request) {
        HitMembers members = HitMembers.ofDocuments(request.strip(), request.sorted());
        HitReader reader = new HitReader(members, request.primaryKey());
        return answer -> HitPage.ofDocuments(answer, reader);
    }

    /** The client's answer: by sort tuple when sorted, else by id, each volume's own order kept. */
    public static DocumentsMerged merge(DocumentsMergeRequest request, List<HitPage> pages) {
        HitMembers members = HitMembers.ofDocuments(request.strip(), request.sorted());
        Paging paging = new Paging.OffsetLimit(request.offset(), request.limit());
        List<Hit> shown = Merger.merge(pages.stream().map(HitPage::hits).toList(), Hit.ORDER, paging.window());
        JsonBuffer out = new JsonBuffer(
                256 + shown.stream().mapToInt(hit -> hit.end - hit.start + 1).sum());
        out.raw("{\"results\":");
        new HitWriter(members, false, Set.of()).writeAll(shown, out);
        out.raw(",\"offset\":").unsigned(request.offset());
        out.raw(",\"limit\":").unsigned(request.limit());
        out.raw(",\"total\":").number(pages.stream().mapToLong(HitPage::total).sum());
        int dropped = pages.stream().mapToInt(HitPage::dropped).sum();
        return new DocumentsMerged(out.raw('}').toBytes(), dropped);
    }
}
