package io.pulldeploy.aws;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** {@link IamDocuments} in memory. */
final class FakeIamDocuments implements IamDocuments {
    private final Map<String, Versions> policies = new LinkedHashMap<>();
    private final Map<String, Certificate> certificates = new LinkedHashMap<>();
    private final Map<String, String> providers = new LinkedHashMap<>();
    private final Consumer<String> mutated;

    /** A policy's versions, the newest first. */
    private static final class Versions {
        private final String path;
        private final String description;
        private final LinkedHashMap<String, Object> documents = new LinkedHashMap<>();
        private int last;

        Versions(String path, String description) {
            this.path = path;
            this.description = description;
        }

        void add(Object document) {
            documents.putFirst("v" + ++last, document);
        }

        ManagedPolicy described(String name) {
            List<String> ids = new ArrayList<>(documents.keySet());
            return new ManagedPolicy(
                    arn("policy", name),
                    path,
                    description,
                    ids.getFirst(),
                    documents.firstEntry().getValue(),
                    ids.subList(1, ids.size()));
        }
    }

    FakeIamDocuments(Consumer<String> mutated) {
        this.mutated = mutated;
    }

    private static String arn(String kind, String name) {
        return "arn:aws:iam::123456789012:" + kind + "/" + name;
    }

    private static String name(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    @Override
    public Optional<ManagedPolicy> policy(String name) {
        return Optional.ofNullable(policies.get(name)).map(v -> v.described(name));
    }

    @Override
    public void createPolicy(
            String name,
            Map<String, ?> document,
            Optional<String> path,
            Optional<String> description) {
        mutated.accept("iam:CreatePolicy " + name);
        Versions versions = new Versions(path.orElse("/"), description.orElse(""));
        versions.add(document);
        policies.put(name, versions);
    }

    @Override
    public void addVersion(String arn, Map<String, ?> document) {
        mutated.accept("iam:CreatePolicyVersion " + name(arn));
        Existing.in(policies, name(arn)).add(document);
    }

    @Override
    public void deleteVersion(String arn, String version) {
        mutated.accept("iam:DeletePolicyVersion " + name(arn) + " " + version);
        Existing.in(policies, name(arn)).documents.remove(version);
    }

    @Override
    public void deletePolicy(String arn) {
        mutated.accept("iam:DeletePolicy " + name(arn));
        policies.remove(name(arn));
    }

    @Override
    public Optional<Certificate> certificate(String name) {
        return Optional.ofNullable(certificates.get(name));
    }

    @Override
    public void uploadCertificate(Map<String, ?> properties) {
        String name = String.valueOf(properties.get("ServerCertificateName"));
        mutated.accept("iam:UploadServerCertificate " + name);
        Object path = properties.get("Path");
        certificates.put(
                name,
                new Certificate(
                        path == null ? "/" : path.toString(),
                        String.valueOf(properties.get("CertificateBody"))));
    }

    @Override
    public void deleteCertificate(String name) {
        mutated.accept("iam:DeleteServerCertificate " + name);
        certificates.remove(name);
    }

    @Override
    public Optional<String> samlProvider(String name) {
        return providers.containsKey(name)
                ? Optional.of(arn("saml-provider", name))
                : Optional.empty();
    }

    @Override
    public String samlMetadata(String arn) {
        return Existing.in(providers, name(arn));
    }

    @Override
    public void createSamlProvider(String name, String metadata) {
        mutated.accept("iam:CreateSAMLProvider " + name);
        providers.put(name, metadata);
    }

    @Override
    public void updateSamlProvider(String arn, String metadata) {
        mutated.accept("iam:UpdateSAMLProvider " + name(arn));
        providers.put(name(arn), metadata);
    }

    @Override
    public void deleteSamlProvider(String arn) {
        mutated.accept("iam:DeleteSAMLProvider " + name(arn));
        providers.remove(name(arn));
    }
}
