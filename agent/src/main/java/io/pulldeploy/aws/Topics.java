package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** SNS topics. Attributes are SNS's; {@code Policy} and {@code DeliveryPolicy} are plain values. */
public interface Topics {
    /**
     * Who is told of what is published.
     *
     * @param arn SNS's word {@code PendingConfirmation} until the endpoint has agreed
     * @param endpoint without the password of its URL, for which SNS has asterisks
     */
    record Subscription(String arn, String protocol, String endpoint) {
        public boolean isConfirmed() {
            return arn.startsWith("arn:");
        }
    }

    /**
     * The topic's ARN.
     *
     * @param name the topic's name, or its ARN
     */
    Optional<String> arn(String name);

    Map<String, @Nullable Object> attributes(String arn);

    /** Those that exist, confirmed or not. */
    List<Subscription> subscriptions(String arn);

    /**
     * Makes a topic, a FIFO one where the name ends in {@code .fifo}.
     *
     * @return the topic's ARN
     */
    String create(String name, Map<String, ?> attributes);

    void set(String arn, String attribute, Object value);

    void delete(String arn);

    void subscribe(String arn, String protocol, String endpoint);

    void unsubscribe(String subscriptionArn);
}
