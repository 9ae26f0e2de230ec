package io.pulldeploy.aws;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ssm.model.ParameterType;

import java.util.ArrayList;
import java.util.List;

/** {@link ParameterStore} by {@code ssm:GetParametersByPath}. */
public final class SdkParameterStore implements ParameterStore {
    private final AwsClients clients;

    public SdkParameterStore(AwsClients clients) {
        this.clients = clients;
    }

    @Override
    public List<Parameter> below(String path, boolean recursive) {
        try {
            List<Parameter> parameters = new ArrayList<>();
            clients.ssm()
                    .getParametersByPathPaginator(
                            request -> request.path(path).recursive(recursive).withDecryption(true))
                    .forEach(page ->
                            page.parameters().forEach(found -> parameters.add(parameter(found))));
            return parameters;
        } catch (SdkException e) {
            throw AwsFailures.of(e, "ssm:GetParametersByPath", path);
        }
    }

    private static Parameter parameter(software.amazon.awssdk.services.ssm.model.Parameter found) {
        boolean list = found.type() == ParameterType.STRING_LIST;
        return new Parameter(
                found.name(),
                list ? List.of(found.value().split(",", -1)) : List.of(found.value()),
                list,
                found.type() == ParameterType.SECURE_STRING);
    }
}
