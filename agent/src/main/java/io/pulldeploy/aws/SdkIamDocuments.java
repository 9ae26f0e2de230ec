package io.pulldeploy.aws;

import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyScopeType;
import software.amazon.awssdk.services.iam.model.PolicyVersion;
import software.amazon.awssdk.services.iam.model.UploadServerCertificateRequest;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** {@link IamDocuments} over IAM. */
final class SdkIamDocuments implements IamDocuments {
    private static final Set<String> ABSENT = Set.of("NoSuchEntity");
    private static final Set<String> PASSING = Set.of("ConcurrentModification", "NoSuchEntity");
    private static final Set<String> IN_USE = Set.of("DeleteConflict", "ConcurrentModification");

    private final AwsClients clients;
    private final AwsCalls calls;

    SdkIamDocuments(AwsClients clients, AwsCalls calls) {
        this.clients = clients;
        this.calls = calls;
    }

    private void change(
            String action, String resource, Set<String> passing, Consumer<IamClient> request) {
        calls.run("iam:" + action, resource, passing, () -> request.accept(clients.iam()));
    }

    @Override
    public Optional<ManagedPolicy> policy(String name) {
        return calls.call(
                        "iam:ListPolicies",
                        name,
                        () ->
                                clients
                                        .iam()
                                        .listPoliciesPaginator(r -> r.scope(PolicyScopeType.LOCAL))
                                        .policies()
                                        .stream()
                                        .filter(p -> p.policyName().equals(name))
                                        .map(Policy::arn)
                                        .findFirst())
                .map(this::described);
    }

    private ManagedPolicy described(String arn) {
        return calls.call(
                "iam:GetPolicyVersion",
                arn,
                PASSING,
                () -> {
                    IamClient iam = clients.iam();
                    Policy policy = iam.getPolicy(r -> r.policyArn(arn)).policy();
                    String version = policy.defaultVersionId();
                    Object document =
                            AwsJson.parseEncoded(
                                    iam.getPolicyVersion(r -> r.policyArn(arn).versionId(version))
                                            .policyVersion()
                                            .document());
                    List<String> others =
                            iam
                                    .listPolicyVersionsPaginator(r -> r.policyArn(arn))
                                    .versions()
                                    .stream()
                                    .map(PolicyVersion::versionId)
                                    .filter(v -> !v.equals(version))
                                    .toList();
                    return new ManagedPolicy(
                            arn,
                            policy.path(),
                            policy.description() == null ? "" : policy.description(),
                            version,
                            document == null ? "" : document,
                            others);
                });
    }

    @Override
    public void createPolicy(
            String name,
            Map<String, ?> document,
            Optional<String> path,
            Optional<String> description) {
        change(
                "CreatePolicy",
                name,
                Set.of(),
                iam ->
                        iam.createPolicy(r ->
                                r.policyName(name)
                                        .policyDocument(AwsJson.write(document))
                                        .path(path.orElse(null))
                                        .description(description.orElse(null))));
    }

    @Override
    public void addVersion(String arn, Map<String, ?> document) {
        change(
                "CreatePolicyVersion",
                arn,
                PASSING,
                iam ->
                        iam.createPolicyVersion(r ->
                                r.policyArn(arn)
                                        .policyDocument(AwsJson.write(document))
                                        .setAsDefault(true)));
    }

    @Override
    public void deleteVersion(String arn, String version) {
        change(
                "DeletePolicyVersion",
                arn + " " + version,
                IN_USE,
                iam -> iam.deletePolicyVersion(r -> r.policyArn(arn).versionId(version)));
    }

    @Override
    public void deletePolicy(String arn) {
        change("DeletePolicy", arn, IN_USE, iam -> iam.deletePolicy(r -> r.policyArn(arn)));
    }

    @Override
    public Optional<Certificate> certificate(String name) {
        return calls.find(
                "iam:GetServerCertificate",
                name,
                ABSENT,
                () -> {
                    var found =
                            clients.iam()
                                    .getServerCertificate(r -> r.serverCertificateName(name))
                                    .serverCertificate();
                    return new Certificate(
                            found.serverCertificateMetadata().path(), found.certificateBody());
                });
    }

    @Override
    public void uploadCertificate(Map<String, ?> properties) {
        UploadServerCertificateRequest request =
                AwsShapes.fill(UploadServerCertificateRequest.builder(), properties).build();
        change(
                "UploadServerCertificate",
                request.serverCertificateName(),
                Set.of(),
                iam -> iam.uploadServerCertificate(request));
    }

    @Override
    public void deleteCertificate(String name) {
        change(
                "DeleteServerCertificate",
                name,
                IN_USE,
                iam -> iam.deleteServerCertificate(r -> r.serverCertificateName(name)));
    }

    @Override
    public Optional<String> samlProvider(String name) {
        return calls.call(
                "iam:ListSAMLProviders",
                name,
                () ->
                        clients.iam().listSAMLProviders().samlProviderList().stream()
                                .map(p -> p.arn())
                                .filter(arn -> arn.endsWith("/" + name))
                                .findFirst());
    }

    @Override
    public String samlMetadata(String arn) {
        return calls.call(
                "iam:GetSAMLProvider",
                arn,
                PASSING,
                () ->
                        clients.iam()
                                .getSAMLProvider(r -> r.samlProviderArn(arn))
                                .samlMetadataDocument());
    }

    @Override
    public void createSamlProvider(String name, String metadata) {
        change(
                "CreateSAMLProvider",
                name,
                Set.of(),
                iam -> iam.createSAMLProvider(r -> r.name(name).samlMetadataDocument(metadata)));
    }

    @Override
    public void updateSamlProvider(String arn, String metadata) {
        change(
                "UpdateSAMLProvider",
                arn,
                PASSING,
                iam ->
                        iam.updateSAMLProvider(
                                r -> r.samlProviderArn(arn).samlMetadataDocument(metadata)));
    }

    @Override
    public void deleteSamlProvider(String arn) {
        change(
                "DeleteSAMLProvider",
                arn,
                Set.of(),
                iam -> iam.deleteSAMLProvider(r -> r.samlProviderArn(arn)));
    }
}
