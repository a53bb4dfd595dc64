package main

import (
	"github.com/aws/jsii-runtime-go"
	chef "github.com/projen-muslrust-chef/projen-muslrust-chef-go/muslrustchef"
	"github.com/projen/projen-go/projen"
)

func main() {
	project := projen.NewProject(&projen.ProjectOptions{Name: jsii.String("my-service")})
	component := chef.NewMuslRustChef(project, &chef.MuslRustChefOptions{
		Images: &[]*chef.ImageOptions{{
			Binary:      jsii.String("my-service"),
			Args:        jsii.Strings("serve"),
			Ports:       jsii.Numbers(8080),
			Env:         &map[string]*string{"RUST_LOG": jsii.String("info")},
			Healthcheck: &chef.HealthcheckOptions{Args: jsii.Strings("check"), Interval: jsii.String("10s")},
		}},
		Platforms:   &[]chef.Platform{chef.Platform_LINUX_AMD64},
		Allocator:   chef.Allocator_Mimalloc(&chef.MimallocOptions{Secure: jsii.Bool(true)}),
		RuntimeBase: chef.RuntimeBase_Scratch(&chef.ScratchOptions{Tmp: jsii.Bool(true), TimeZones: jsii.Bool(true)}),
		BuildArgs:   &map[string]chef.BuildArg{"VERSION": chef.BuildArg_Version()},
		Registry:    chef.ContainerRegistry_DockerHub(&chef.DockerHubOptions{Namespace: jsii.String("acme")}),
	})
	component.Dockerfile().BeforeBuild(jsii.String("ENV ACME_SITE=/opt/site"))
	component.Dockerignore().AddPatterns(jsii.String("/docs"))
	project.Synth()
}
