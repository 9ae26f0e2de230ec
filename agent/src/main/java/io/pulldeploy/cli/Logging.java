package io.pulldeploy.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;

import io.pulldeploy.model.Secrets;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.Reporter;

import java.util.List;
import java.util.Locale;

/**
 * Logging, set up in code: nothing is searched for or parsed at start-up. Logs go to standard error
 * only, without secrets.
 */
public final class Logging {
    /** The names of Salt's levels, the most talkative first. */
    static final List<String> LEVELS =
            List.of(
                    "all",
                    "garbage",
                    "trace",
                    "debug",
                    "profile",
                    "info",
                    "warning",
                    "error",
                    "critical",
                    "quiet");

    private Logging() {}

    /** Spares SLF4J the search for its provider; called before anything logs. */
    public static void begin() {
        System.setProperty(LoggerFactory.PROVIDER_PROPERTY_KEY, LoggingProvider.class.getName());
        // Else SLF4J tells on standard error that it does so.
        System.setProperty(Reporter.SLF4J_INTERNAL_VERBOSITY_KEY, "WARN");
    }

    /**
     * Sends what is logged from a level on to standard error, formed as Salt forms its console log.
     */
    public static void show(String saltLevel, Secrets secrets) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        PatternLayout layout =
                new PatternLayout() {
                    @Override
                    public String doLayout(ILoggingEvent event) {
                        String name =
                                event.getLevel() == Level.WARN ? "WARNING" : "" + event.getLevel();
                        return secrets.mask("[%-8s] ".formatted(name) + super.doLayout(event));
                    }
                };
        layout.setContext(context);
        // A stack trace is for whoever asked for debug.
        boolean traces = level(saltLevel).isGreaterOrEqual(Level.INFO);
        layout.setPattern("%msg%n" + (traces ? "%nopex" : "%ex"));
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setLayout(layout);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(level(saltLevel));
        root.addAppender(appender);
        // That something takes long is worth a line, whoever waits.
        if (level(saltLevel) == Level.WARN) {
            context.getLogger("io.pulldeploy.waiting").setLevel(Level.INFO);
        }
        // The SDK's own debug output drowns everything else; it is for trace.
        Level libraries = level(saltLevel).isGreaterOrEqual(Level.DEBUG) ? Level.WARN : Level.DEBUG;
        context.getLogger("software.amazon")
                .setLevel(level(saltLevel) == Level.OFF ? Level.OFF : libraries);
    }

    private static Level level(String salt) {
        return switch (salt.toLowerCase(Locale.ROOT)) {
            case "all", "garbage", "trace" -> Level.TRACE;
            case "debug" -> Level.DEBUG;
            case "info", "profile" -> Level.INFO;
            case "error", "critical" -> Level.ERROR;
            case "quiet" -> Level.OFF;
            default -> Level.WARN;
        };
    }
}
