package miroir.engine.exchange;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The clients that are waited for, within a bound for the bytes that are held for them. Where one more comes than there is
 * room for, who is waited for longest goes: an honest client takes its answer at once, and is not the one.
 */
final class Crowd {
    /** What each takes besides: so their number is bounded, too. */
    private static final long EACH = 4096;

    private final long most;
    private final Map<Member, Long> members = new LinkedHashMap<>();
    private long held;

    /** One that is waited for. */
    interface Member {
        /** It is waited for no more. */
        void leave();
    }

    Crowd(long most) {
        this.most = most;
    }

    /** How much may be held for all of them. */
    long most() {
        return most;
    }

    /** One more, until it is removed. */
    synchronized void add(Member member, long bytes) {
        Long before = members.put(member, bytes + EACH);
        held += bytes + EACH - (before == null ? 0 : before);
    }

    synchronized void remove(Member member) {
        Long bytes = members.remove(member);
        held -= bytes == null ? 0 : bytes;
    }

    /** Lets go of as many as are too many. */
    void makeRoom() {
        tooMany().forEach(Member::leave);
    }

    private synchronized List<Member> tooMany() {
        List<Member> leaving = new ArrayList<>();
        Iterator<Map.Entry<Member, Long>> eldest = members.entrySet().iterator();
        while (held > most && members.size() > 1) {
            Map.Entry<Member, Long> next = eldest.next();
            leaving.add(next.getKey());
            held -= next.getValue();
            eldest.remove();
        }
        return leaving;
    }

    synchronized int size() {
        return members.size();
    }
}
