package io.pulldeploy.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;

import org.jspecify.annotations.Nullable;

import java.io.InputStream;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request as it reached the simulated AWS.
 *
 * @param path decoded, with its leading slash
 * @param query decoded; a parameter without a value has the empty text
 * @param headers by lower-case name; of a repeated header, the first
 */
record Request(
        String method,
        String path,
        Map<String, String> query,
        Map<String, String> headers,
        InputStream body) {
    private static final Pattern SCOPE =
            Pattern.compile("([^/=\\s]+)/\\d{8}/([^/]*)/([^/]+)/aws4_request");

    static Request of(HttpExchange exchange) {
        Map<String, String> headers = new LinkedHashMap<>();
        exchange.getRequestHeaders()
                .forEach((k, v) -> headers.putIfAbsent(k.toLowerCase(Locale.ROOT), v.getFirst()));
        return new Request(
                exchange.getRequestMethod(),
                // A plus sign is a plus sign in a path, unlike in a query.
                decode(exchange.getRequestURI().getRawPath().replace("+", "%2B")),
                parameters(exchange.getRequestURI().getRawQuery()),
                headers,
                exchange.getRequestBody());
    }

    /** Parameters of a query or of a form. */
    static Map<String, String> parameters(@Nullable String encoded) {
        Map<String, String> found = new LinkedHashMap<>();
        if (encoded == null || encoded.isEmpty()) {
            return found;
        }
        for (String pair : encoded.split("&")) {
            int equals = pair.indexOf('=');
            found.put(
                    decode(equals < 0 ? pair : pair.substring(0, equals)),
                    equals < 0 ? "" : decode(pair.substring(equals + 1)));
        }
        return found;
    }

    private static String decode(String encoded) {
        return URLDecoder.decode(encoded, UTF_8);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /** The service that the signature names; empty if nobody signed. */
    Optional<String> signedFor() {
        return scope().map(m -> m.group(3));
    }

    /** The access key that signed. */
    Optional<String> accessKey() {
        return scope().map(m -> m.group(1));
    }

    private Optional<Matcher> scope() {
        String credential =
                header("authorization").or(() -> parameter("X-Amz-Credential")).orElse("");
        Matcher matcher = SCOPE.matcher(credential);
        return matcher.find() ? Optional.of(matcher) : Optional.empty();
    }
}
