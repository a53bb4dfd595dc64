import io.github.cdklabs.projen.Project;
import io.github.cdklabs.projen.ProjectOptions;
import io.github.projenmuslrustchef.*;
import java.util.List;
import java.util.Map;

public class Rc {
  public static void main(String[] args) {
    Project project = new Project(ProjectOptions.builder().name("my-service").build());
    MuslRustChef chef = new MuslRustChef(project, MuslRustChefOptions.builder()
        .images(List.of(ImageOptions.builder()
            .binary("my-service")
            .args(List.of("serve"))
            .ports(List.of(8080))
            .env(Map.of("RUST_LOG", "info"))
            .healthcheck(HealthcheckOptions.builder().args(List.of("check")).interval("10s").build())
            .build()))
        .platforms(List.of(Platform.LINUX_AMD64))
        .allocator(Allocator.mimalloc(MimallocOptions.builder().secure(true).build()))
        .runtimeBase(RuntimeBase.scratch(ScratchOptions.builder().tmp(true).timeZones(true).build()))
        .buildArgs(Map.of("VERSION", BuildArg.version()))
        .registry(ContainerRegistry.dockerHub(DockerHubOptions.builder().namespace("acme").build()))
        .build());
    chef.getDockerfile().beforeBuild("ENV ACME_SITE=/opt/site");
    chef.getDockerignore().addPatterns("/docs");
    project.synth();
  }
}
