package miroir.engine.exchange;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The clients for which bytes are held, within a bound. Where one more comes than there is room for, who is waited for
 * longest goes: an honest client takes its answer at once, and is not the one. Who is waited for no more, but not served
 * yet, stays.
 */
final class Crowd {
    /** What each takes besides: so their number is bounded, too. */
    private static final long EACH = 4096;

    private final long most;
    private final Map<Member, Share> members = new LinkedHashMap<>();
    private long held;

    /** One that is waited for. */
    interface Member {
        /** It is waited for no more. */
        void leave();
    }

    private record Share(long bytes, boolean leaves) {}

    Crowd(long most) {
        this.most = most;
    }

    /** How much may be held for all of them. */
    long most() {
        return most;
    }

    /** One more that is waited for, until it is removed. */
    void add(Member member, long bytes) {
        put(member, new Share(bytes + EACH, true));
    }

    /** One that is not waited for now, until it is removed; whether there is room for it. */
    boolean keep(Member member, long bytes) {
        boolean room = put(member, new Share(bytes + EACH, false));
        if (!room) {
            makeRoom();
        }
        return room || hasRoom();
    }

    private synchronized boolean put(Member member, Share share) {
        Share before = members.put(member, share);
        held += share.bytes - (before == null ? 0 : before.bytes);
        return hasRoom();
    }

    private synchronized boolean hasRoom() {
        return held <= most || members.size() == 1;
    }

    synchronized void remove(Member member) {
        Share share = members.remove(member);
        held -= share == null ? 0 : share.bytes;
    }

    /** Lets go of as many as are too many. */
    void makeRoom() {
        tooMany().forEach(Member::leave);
    }

    private synchronized List<Member> tooMany() {
        List<Member> leaving = new ArrayList<>();
        Iterator<Map.Entry<Member, Share>> eldest = members.entrySet().iterator();
        while (!hasRoom() && eldest.hasNext()) {
            Map.Entry<Member, Share> next = eldest.next();
            if (next.getValue().leaves) {
                leaving.add(next.getKey());
                held -= next.getValue().bytes;
                eldest.remove();
            }
        }
        return leaving;
    }

    synchronized int size() {
        return members.size();
    }
}
