package miroir.app.process;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process at once where memory ran out: what the error broke off nobody knows. It is heard of wherever it comes
 * up: where a thread ends by it, where anybody logs it, for servers and pools catch it and go on, and where {@link
 * MemoryWatch} meets it.
 */
public final class OutOfMemory {
    private static final Logger LOG = LoggerFactory.getLogger(OutOfMemory.class);
    private static final int LONGEST_CHAIN = 50;
    private static final byte[] MESSAGE = ("Miroir is out of memory and ends with status " + Ending.STATUS
                    + "; see -Xmx\n")
            .getBytes(StandardCharsets.UTF_8);
    private static final FileOutputStream ERRORS = new FileOutputStream(FileDescriptor.err);

    private OutOfMemory() {}

    /** Listens in the whole process from now on. */
    public static void endsTheProcess() {
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            ifMet(failure);
            LOG.error("the thread {} ended", thread.getName(), failure);
        });
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logging) {
            Logged logged = new Logged();
            logged.setContext(logging);
            logged.setName("OUT_OF_MEMORY");
            logged.start();
            logging.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(logged);
        }
    }

    /** Ends the process when that is what failed, or what caused it. */
    public static void ifMet(Throwable failure) {
        if (isCauseOf(failure)) {
            end();
        }
    }

    /** Whether memory that ran out is the cause. */
    static boolean isCauseOf(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < LONGEST_CHAIN; depth++) {
            if (cause instanceof OutOfMemoryError) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /** Takes no memory. */
    static void end() {
        try {
            ERRORS.write(MESSAGE);
        } catch (IOException | OutOfMemoryError e) {
            // nobody can be told
        }
        Runtime.getRuntime().halt(Ending.STATUS);
    }

    private static final class Logged extends AppenderBase<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent event) {
            if (event.getThrowableProxy() instanceof ThrowableProxy proxy) {
                ifMet(proxy.getThrowable());
            }
        }
    }
}
