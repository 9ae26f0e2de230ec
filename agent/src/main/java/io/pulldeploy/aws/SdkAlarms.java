package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@link Alarms} over CloudWatch. */
final class SdkAlarms implements Alarms {
    private final AwsClients clients;
    private final AwsCalls calls;

    SdkAlarms(AwsClients clients, AwsCalls calls) {
        this.clients = clients;
        this.calls = calls;
    }

    @Override
    public Optional<Map<String, @Nullable Object>> find(String name) {
        return calls
                .call(
                        "cloudwatch:DescribeAlarms",
                        name,
                        () ->
                                clients.cloudWatch()
                                        .describeAlarms(r -> r.alarmNames(name))
                                        .metricAlarms())
                .stream()
                .findFirst()
                .map(AwsShapes::plain);
    }

    @Override
    public List<String> names(String prefix) {
        return calls.call(
                "cloudwatch:DescribeAlarms",
                prefix + "*",
                () ->
                        clients
                                .cloudWatch()
                                .describeAlarmsPaginator(r -> {
                                    if (!prefix.isEmpty()) {
                                        r.alarmNamePrefix(prefix);
                                    }
                                })
                                .metricAlarms()
                                .stream()
                                .map(MetricAlarm::alarmName)
                                .toList());
    }

    @Override
    public void put(Map<String, ?> properties) {
        PutMetricAlarmRequest request =
                AwsShapes.fill(PutMetricAlarmRequest.builder(), properties).build();
        calls.call(
                "cloudwatch:PutMetricAlarm",
                request.alarmName(),
                () -> clients.cloudWatch().putMetricAlarm(request));
    }

    @Override
    public void delete(String name) {
        calls.call(
                "cloudwatch:DeleteAlarms",
                name,
                () -> clients.cloudWatch().deleteAlarms(r -> r.alarmNames(name)));
    }
}
