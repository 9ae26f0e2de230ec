package io.pulldeploy.states.aws;

import io.pulldeploy.aws.Topics.Subscription;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.modules.Plain;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who is to be told of what is published under a topic. */
record WantedSubscription(String protocol, String endpoint) {
    private static final String ARN = "arn:";

    /** SNS's protocols, and how the endpoint of each begins. */
    private static final Map<String, String> PROTOCOLS = protocols();

    private static Map<String, String> protocols() {
        Map<String, String> protocols = new LinkedHashMap<>();
        protocols.put("http", "http://");
        protocols.put("https", "https://");
        protocols.put("email", "");
        protocols.put("email-json", "");
        protocols.put("sms", "");
        protocols.put("sqs", ARN);
        protocols.put("application", ARN);
        protocols.put("lambda", ARN);
        protocols.put("firehose", ARN);
        return Collections.unmodifiableMap(protocols);
    }

    /**
     * Those of a state's {@code subscriptions}, each once.
     *
     * @param protocol the key of the protocol, which Salt's newer state writes with a capital
     * @throws CallError with all that is wrong with them
     */
    static List<WantedSubscription> all(@Nullable Object given, String protocol, String endpoint) {
        List<WantedSubscription> all = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        List<Object> items = Plain.list(given);
        for (int i = 0; i < items.size(); i++) {
            Map<String, @Nullable Object> item = Plain.mapping(items.get(i));
            WantedSubscription one =
                    new WantedSubscription(
                            String.valueOf(item.get(protocol)), String.valueOf(item.get(endpoint)));
            String at = "'subscriptions[" + i + "].";
            String start = PROTOCOLS.get(one.protocol);
            if (start == null) {
                problems.add(
                        at
                                + protocol
                                + "' is one of "
                                + String.join(", ", PROTOCOLS.keySet())
                                + ", not '"
                                + one.protocol
                                + "'.");
            } else if (one.endpoint.isBlank()) {
                problems.add(at + endpoint + "' is empty.");
            } else if (!one.endpoint.startsWith(start)) {
                problems.add(
                        "%s%s' of protocol %s begins with %s, and not as '%s'."
                                .formatted(
                                        at, endpoint, one.protocol, start, masked(one.endpoint)));
            }
            all.add(one);
        }
        if (!problems.isEmpty()) {
            throw new CallError(String.join(" ", problems));
        }
        return all.stream().distinct().toList();
    }

    /** Whether it is this one; of a password SNS answers nothing, of a number its digits. */
    boolean is(Subscription subscription) {
        return protocol.equals(subscription.protocol())
                && comparable(protocol, endpoint)
                        .equals(comparable(protocol, subscription.endpoint()));
    }

    private static String comparable(String protocol, String endpoint) {
        return protocol.equals("sms") ? endpoint.replaceAll("\\D", "") : masked(endpoint);
    }

    Map<String, @Nullable Object> shown() {
        return shown(protocol, endpoint);
    }

    /** What changes say of a subscription: never its password. */
    static Map<String, @Nullable Object> shown(String protocol, String endpoint) {
        Map<String, @Nullable Object> shown = Steps.entry("protocol", protocol);
        shown.put("endpoint", masked(endpoint));
        return shown;
    }

    @Override
    public String toString() {
        return protocol + ":" + masked(endpoint);
    }

    private static String masked(String endpoint) {
        return endpoint.replaceFirst("^(https?://[^:/@]*:)[^/@]*@", "$1****@");
    }
}
