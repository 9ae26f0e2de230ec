package io.pulldeploy.system;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Requests to http and https servers. */
public interface WebClient {
    /**
     * A request.
     *
     * @param body empty for none
     * @param verifies whether the server's certificate has to be a valid one
     * @param connectWithin how long the server may take to be reached
     * @param within how long it may take to answer
     */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares requests, or changes their body.
    record Request(
            URI address,
            String method,
            Map<String, String> headers,
            byte[] body,
            boolean verifies,
            Duration connectWithin,
            Duration within) {
        public Request {
            headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        }
    }

    /** How a request ends. */
    sealed interface Outcome permits Answer, Unreachable {}

    /**
     * What a server says, whatever its status.
     *
     * @param headers by name, as {@code Content-Type}; several values of one between commas
     */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares answers, or changes their body.
    record Answer(int status, Map<String, String> headers, byte[] body) implements Outcome {
        public Answer {
            headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        }
    }

    /**
     * There was no answer.
     *
     * @param reason as the C library words it, such as {@code [Errno 111] Connection refused}
     * @param timedOut whether the server took too long
     */
    record Unreachable(String reason, boolean timedOut) implements Outcome {}

    /** Sends a request and waits for its end. */
    Outcome send(Request request);
}
