package miroir.e2e.net;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;

/** Something bad that happens to one request or its answer. */
public interface Fault {
    /** Under which name it is counted. */
    String kind();

    /** Does it. Whatever it throws resets the client's connection. */
    void inflict(Exchange exchange) throws IOException;

    /** The request reaches the node late; the client waits. */
    record DelayRequest(Duration time) implements Fault {
        @Override
        public String kind() {
            return "request delayed";
        }

        @Override
        public void inflict(Exchange exchange) throws IOException {
            exchange.rest(time);
            exchange.reply(exchange.passOn());
        }
    }

    /** The answer reaches the client late. */
    record DelayAnswer(Duration time) implements Fault {
        @Override
        public String kind() {
            return "answer delayed";
        }

        @Override
        public void inflict(Exchange exchange) throws IOException {
            HttpMessage answer = exchange.passOn();
            exchange.rest(time);
            exchange.reply(answer);
        }
    }

    /** The answer comes a few bytes at a time. */
    record Drip(int bytesPerSecond) implements Fault {
        private static final int TIMES_PER_SECOND = 20;

        @Override
        public String kind() {
            return "answer dripped";
        }

        @Override
        public void inflict(Exchange exchange) throws IOException {
            byte[] answer = exchange.passOn().bytes();
            int step = Math.max(1, bytesPerSecond / TIMES_PER_SECOND);
            for (int from = 0; from < answer.length; from += step) {
                exchange.replyRaw(Arrays.copyOfRange(answer, from, Math.min(answer.length, from + step)));
                exchange.rest(Duration.ofMillis(1000 / TIMES_PER_SECOND));
            }
        }
    }

    /** The client's connection is reset, before or after the node has done what was asked. */
    record Reset(boolean passedOn) implements Fault {
        @Override
        public String kind() {
            return passedOn ? "reset after it was passed on" : "reset before it was passed on";
        }

        @Override
        public void inflict(Exchange exchange) throws IOException {
            if (passedOn) {
                exchange.passOn();
            }
            exchange.reset();
        }
    }

    /**
     * The body of the answer is cut short.
     *
     * @param percent of it that is left
     * @param lengthCorrected whether the answer looks whole; else the connection ends within it
     */
    record Truncate(int percent, boolean lengthCorrected) implements Fault {
        @Override
        public String kind() {
            return lengthCorrected ? "answer cut, length corrected" : "answer cut";
        }

        @Override
        public void inflict(Exchange exchange) throws IOException {
            HttpMessage answer = exchange.passOn();
            byte[] body = answer.body();
            byte[] left = Arrays.copyOf(body, (int) ((long) body.length * percent / 100));
            if (lengthCorrected) {
                exchange.reply(answer.withBody(left));
            } else {
                byte[] all = answer.bytes();
                exchange.replyRaw(Arrays.copyOf(all, all.length - body.length + left.length));
                exchange.end();
            }
        }
    }

    /**
     * The request is kept, and reaches the node long after the client has given it up.
     *
     * @param silence after which the connection of a client that still waits is reset
     * @param delivery how long after that the node gets it; negative: when it is released
     */
    record Hold(Duration silence, Duration delivery) implements Fault {
        /** Kept until it is released. */
        public static Hold untilReleased(Duration silence) {
            return new Hold(silence, Duration.ofSeconds(-1));
        }

        @Override
        public String kind() {
            return "delivered late";
        }

        @Override
        public void inflict(Exchange exchange) throws IOException {
            if (delivery.isNegative()) {
                exchange.hold();
            }
            exchange.awaitHangUp(silence);
            exchange.reset();
            if (!delivery.isNegative()) {
                exchange.deliverLater(delivery);
            }
        }
    }

    /** The node gets the request a second time. */
    record Duplicate(Duration gap) implements Fault {
        @Override
        public String kind() {
            return "passed on twice";
        }

        @Override
        public void inflict(Exchange exchange) throws IOException {
            HttpMessage answer = exchange.passOn();
            exchange.deliverLater(gap);
            exchange.reply(answer);
        }
    }

    /** Something else answers, after the node has done what was asked, or instead of it. */
    record Garble(Garbage garbage, boolean passedOn) implements Fault {
        @Override
        public String kind() {
            return "answered " + garbage;
        }

        @Override
        public void inflict(Exchange exchange) throws IOException {
            if (passedOn) {
                exchange.passOn();
            }
            exchange.reply(garbage.answer());
        }
    }

    /** A cache between answers what the node once answered to the same request. */
    record Cached() implements Fault {
        @Override
        public String kind() {
            return "answered from a cache";
        }

        @Override
        public void inflict(Exchange exchange) throws IOException {
            HttpMessage old = exchange.earlierAnswer();
            exchange.reply(old == null ? exchange.passOn() : old);
        }
    }

    /**
     * The request is swallowed and never answered.
     *
     * @param longest after which the connection of a client that still waits is reset
     */
    record BlackHole(Duration longest) implements Fault {
        @Override
        public String kind() {
            return "swallowed";
        }

        @Override
        public void inflict(Exchange exchange) throws IOException {
            exchange.awaitHangUp(longest);
            exchange.reset();
        }
    }
}
