package io.pulldeploy.states.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.Conformance;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Requests to an emulator that no code of ours makes: what was there before, and what others change
 * behind our back. What AWS makes up is kept by name, so that {@code @name@} may stand for it.
 */
final class RawCalls {
    /** What AWS makes up and nobody kept; the generator of the conformance cases masks the same. */
    private static final Map<Pattern, String> MADE_UP = madeUp();

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final URI endpoint;
    private final Map<String, String> known = new LinkedHashMap<>();

    RawCalls(URI endpoint) {
        this.endpoint = endpoint;
    }

    private static Map<Pattern, String> madeUp() {
        Map<Pattern, String> madeUp = new LinkedHashMap<>();
        madeUp.put(
                Pattern.compile(
                        "\\b(vpc|subnet|sg|sgr|i|ami|lt|igw|rtb|dopt|acl|vol|eni|r)-[0-9a-f]{8,17}\\b"),
                "$1-ID");
        madeUp.put(
                Pattern.compile(
                        "\\b\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|\\+00:00)?"),
                "TIME");
        madeUp.put(Pattern.compile("\\bA[A-Z]{3}[A-Z0-9]{16,17}\\b"), "UNIQUE");
        madeUp.put(
                Pattern.compile(
                        "(targetgroup/[\\w-]+|loadbalancer/app/[\\w-]+|loadbalancer/net/[\\w-]+)/[0-9a-f]{16}"),
                "$1/ID");
        madeUp.put(
                Pattern.compile(
                        "\\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\b"),
                "UUID");
        madeUp.put(
                Pattern.compile("(listener(?:-rule)?/(?:app|net)/[\\w-]+)(/[0-9a-f]{16})+"),
                "$1/ID");
        madeUp.put(Pattern.compile("(/hostedzone/|/change/)[A-Z0-9]+"), "$1ID");
        madeUp.put(Pattern.compile("\\b[A-Z0-9]{22}\\b"), "ID");
        madeUp.put(Pattern.compile("\\b[0-9a-f]{32}\\b"), "DIGEST");
        madeUp.put(Pattern.compile("http://127\\.0\\.0\\.1:\\d+"), "http://sqs");
        return madeUp;
    }

    /** Keeps a value under a name. */
    void know(String name, String value) {
        known.put(name, value);
    }

    /**
     * @param call {@code service}; the {@code form} of a query service, or {@code method}, {@code
     *     path} and {@code body} of another; and what to {@code save}: patterns of one group by
     *     name
     */
    void ask(Map<String, @Nullable Object> call) {
        boolean isForm = call.get("form") != null;
        String body =
                isForm
                        ? form(Conformance.mapping(filled(call.get("form"))))
                        : String.valueOf(filled(call.getOrDefault("body", "")));
        String path = String.valueOf(filled(call.getOrDefault("path", "/")));
        String scope = "AKIATEST/20200101/us-east-1/" + call.get("service") + "/aws4_request";
        HttpRequest request =
                HttpRequest.newBuilder(endpoint.resolve(path))
                        .header(
                                "Content-Type",
                                isForm ? "application/x-www-form-urlencoded" : "application/xml")
                        .header(
                                "Authorization",
                                "AWS4-HMAC-SHA256 Credential="
                                        + scope
                                        + ", SignedHeaders=host, Signature=0")
                        .method(
                                String.valueOf(call.getOrDefault("method", "POST")),
                                HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try {
            HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode())
                    .describedAs("%s: %s", call, answer.body())
                    .isBetween(200, 299);
            Conformance.mapping(call.getOrDefault("save", Map.of()))
                    .forEach((name, pattern) -> {
                        Matcher found =
                                Pattern.compile(String.valueOf(pattern), Pattern.DOTALL)
                                        .matcher(answer.body());
                        assertThat(found.find()).describedAs(answer.body()).isTrue();
                        known.put(name, found.group(1));
                    });
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String form(Map<String, @Nullable Object> form) {
        return form.entrySet().stream()
                .map(e ->
                        e.getKey()
                                + "="
                                + URLEncoder.encode(
                                        String.valueOf(e.getValue()), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** The value with what is known in place of its names. */
    @Nullable Object filled(@Nullable Object value) {
        return mapped(
                value,
                text -> {
                    String filled = text;
                    for (Map.Entry<String, String> one : known.entrySet()) {
                        filled = filled.replace("@" + one.getKey() + "@", one.getValue());
                    }
                    return filled;
                });
    }

    /** The value with names in place of what is known, and of what AWS made up. */
    @Nullable Object masked(@Nullable Object value) {
        return mapped(
                value,
                text -> {
                    String plain = text;
                    for (Map.Entry<String, String> one : known.entrySet()) {
                        plain = plain.replace(one.getValue(), "@" + one.getKey() + "@");
                    }
                    for (Map.Entry<Pattern, String> one : MADE_UP.entrySet()) {
                        plain = one.getKey().matcher(plain).replaceAll(one.getValue());
                    }
                    return plain;
                });
    }

    private static @Nullable Object mapped(@Nullable Object value, UnaryOperator<String> change) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> copy = new LinkedHashMap<>();
                map.forEach((k, v) -> copy.put(String.valueOf(k), mapped(v, change)));
                yield copy;
            }
            case List<?> list -> {
                List<@Nullable Object> copy = new ArrayList<>();
                list.forEach(v -> copy.add(mapped(v, change)));
                yield copy;
            }
            case String text -> change.apply(text);
            case null, default -> value;
        };
    }
}
