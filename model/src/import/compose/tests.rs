//! Compose files as people write them.

use serde_json::{Value, json};

use super::super::{Imported, Outcome, read};
use crate::design::Design;

fn import(text: &str, file_name: Option<&str>) -> (Value, Imported) {
    let into = Design::new("test");
    match read(text, file_name, &into) {
        Ok(Outcome::Records(imported)) => {
            let design = into.apply(&imported.edits).unwrap().0;
            (design.record(&imported.added[0]).unwrap().body.clone(), imported)
        }
        other => panic!("{other:?}"),
    }
}

fn remarks(imported: &Imported) -> String {
    imported.remarks.iter().map(|remark| format!("{remark}\n")).collect()
}

const SHOP: &str = r#"
name: shop
x-logging: &logging
  driver: awslogs
  options: {awslogs-group: /ecs/shop, awslogs-region: eu-west-1, max-size: 10}
services:
  web:
    image: shop/web:${TAG:-latest}
    build: .
    command: bundle exec puma -p 3000
    entrypoint: ["/entry.sh"]
    environment:
      RAILS_ENV: production
      WORKERS: 2
      DEBUG: false
      SECRET_KEY_BASE:
      PRICE: $$5
    env_file: .env
    ports: ["8080:3000", "9394:9394", {target: 9000, published: 9000}]
    depends_on:
      db: {condition: service_healthy}
      migrate: {condition: service_completed_successfully}
    deploy:
      replicas: 3
      resources: {limits: {cpus: '0.50', memory: 512M}, reservations: {memory: 256M}}
    logging: *logging
    labels: ["team=shop"]
    volumes: ["./config:/app/config:ro", "assets:/app/public"]
    stop_grace_period: 1m30s
    ulimits: {nofile: {soft: 1024, hard: 2048}, nproc: 512}
    cap_add: [SYS_PTRACE]
    cap_drop: [ALL]
    init: true
    read_only: yes
    user: 1000
    working_dir: /app
    restart: unless-stopped
    networks: [front]
    secrets: [database, token]
    platform: linux/arm64
    weird: 1
  migrate:
    image: shop/web:${TAG:-latest}
    command: ["rake", "db:migrate"]
    environment: [DATABASE_URL=postgres://db/$DB_NAME, HOME]
  db:
    image: postgres:16
    volumes: [data:/var/lib/postgresql/data]
    shm_size: 128mb
    tmpfs: /run:size=64m,noexec
    healthcheck:
      test: pg_isready -U postgres
      interval: 10s
      timeout: 2500ms
      retries: 5
      start_period: 1m
      start_interval: 1s
volumes:
  data:
  assets:
    driver_opts: {type: nfs, o: "addr=fs-0123.efs.eu-west-1.amazonaws.com,nfsvers=4.1", device: ":/assets"}
secrets:
  database: {external: true, name: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db"}
  token: {file: ./token.txt}
networks:
  front:
"#;

#[test]
fn services_become_the_containers_of_one_task_definition() {
    let (body, imported) = import(SHOP, Some("docker-compose.yml"));
    assert_eq!(imported.added[0].to_string(), "taskDefinition.shop");
    let expected = json!({
        "family": "shop", "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"],
        "containerDefinitions": [
            {
                "name": "web", "image": "shop/web:latest",
                "command": ["bundle", "exec", "puma", "-p", "3000"], "entryPoint": ["/entry.sh"],
                "environment": [
                    {"name": "RAILS_ENV", "value": "production"}, {"name": "WORKERS", "value": "2"},
                    {"name": "DEBUG", "value": "false"},
                    {"name": "SECRET_KEY_BASE", "value": "${var.SECRET_KEY_BASE}"},
                    {"name": "PRICE", "value": "$5"}
                ],
                "portMappings": [{"containerPort": 3000}, {"containerPort": 9394}, {"containerPort": 9000}],
                "dependsOn": [
                    {"containerName": "db", "condition": "HEALTHY"},
                    {"containerName": "migrate", "condition": "SUCCESS"}
                ],
                "cpu": 512, "memory": 512, "memoryReservation": 256,
                "logConfiguration": {"logDriver": "awslogs", "options": {
                    "awslogs-group": "/ecs/shop", "awslogs-region": "eu-west-1", "max-size": "10"}},
                "dockerLabels": {"team": "shop"},
                "mountPoints": [
                    {"sourceVolume": "config", "containerPath": "/app/config", "readOnly": true},
                    {"sourceVolume": "assets", "containerPath": "/app/public"}
                ],
                "stopTimeout": 90,
                "ulimits": [{"name": "nofile", "softLimit": 1024, "hardLimit": 2048}, {"name": "nproc", "softLimit": 512, "hardLimit": 512}],
                "linuxParameters": {"capabilities": {"add": ["SYS_PTRACE"], "drop": ["ALL"]}, "initProcessEnabled": true},
                "readonlyRootFilesystem": true, "user": "1000", "workingDirectory": "/app",
                "secrets": [{"name": "database", "valueFrom": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db"}]
            },
            {
                "name": "migrate", "image": "shop/web:latest", "command": ["rake", "db:migrate"],
                "environment": [
                    {"name": "DATABASE_URL", "value": "postgres://db/${var.DB_NAME}"},
                    {"name": "HOME", "value": "${var.HOME}"}
                ],
                "essential": false
            },
            {
                "name": "db", "image": "postgres:16",
                "mountPoints": [{"sourceVolume": "data", "containerPath": "/var/lib/postgresql/data"}],
                "linuxParameters": {"sharedMemorySize": 128, "tmpfs": [{"containerPath": "/run", "size": 64, "mountOptions": ["noexec"]}]},
                "healthCheck": {"command": ["CMD-SHELL", "pg_isready -U postgres"], "interval": 10, "timeout": 3, "retries": 5, "startPeriod": 60}
            }
        ],
        "volumes": [
            {"name": "config", "host": {"sourcePath": "./config"}},
            {"name": "assets", "efsVolumeConfiguration": {"fileSystemId": "fs-0123", "rootDirectory": "/assets"}},
            {"name": "data"}
        ],
        "runtimePlatform": {"cpuArchitecture": "ARM64", "operatingSystemFamily": "LINUX"}
    });
    assert_eq!(body.to_string(), expected.to_string());
}

#[test]
fn what_only_docker_has_is_said() {
    let (_, imported) = import(SHOP, None);
    let said = remarks(&imported);
    for part in [
        "taskDefinition.shop: The 3 services of the Compose file are the containers of one task definition",
        "`TAG` (`latest`)",
        "`${var.DB_NAME}`, `${var.HOME}` and `${var.SECRET_KEY_BASE}` stand for variables",
        "`web.build` was left out: ECS runs images",
        "`web.env_file` was left out: the file is not here",
        "`web.networks` was left out: the containers of a task share one network",
        "`web.ports 8080:3000` was left out: with `networkMode` awsvpc",
        "`web.restart` was left out",
        "`web.deploy.replicas` was left out: how many tasks run is the `desiredCount`",
        "`web.secrets token` was left out: ECS puts no files into containers",
        "`web.weird` was left out: Compose has no such key",
        "`db.healthcheck.start_interval` was left out",
        "`migrate` is not `essential`",
        "`./config` is on the machine that runs Compose",
        "The volume `data` is empty whenever a task starts",
        "taskDefinition.shop.containerDefinitions[web]: `command` was one text and is a list of words now",
        "`SECRET_KEY_BASE` has no value in the file",
        "The secret `database` is the environment variable `database` now",
        "taskDefinition.shop.containerDefinitions[db]: `healthcheck.timeout` is 3 seconds, rounded up",
        "`x-logging` and `networks` were left out: a task definition has no place",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
}

#[test]
fn files_are_named_by_what_they_are_about() {
    let one = "services:\n  api: {build: .}\n";
    let (body, imported) = import(one, Some("compose.yaml"));
    assert_eq!(body["family"], "api");
    assert!(
        remarks(&imported)
            .contains("containerDefinitions[api]: There is no `image`, which ECS needs")
    );
    assert_eq!(import(one, Some("shop.yml")).0["family"], "shop");
    let two = "services:\n  a: {image: x}\n  b: {image: y}\n";
    assert_eq!(import(two, Some("docker-compose.override.yml")).0["family"], "compose");
    // Version 1 has its services at the top.
    let (body, imported) = import("web:\n  image: nginx\n  mem_limit: 64m\n", None);
    assert_eq!(
        body["containerDefinitions"],
        json!([{"name": "web", "image": "nginx", "memory": 64}])
    );
    assert!(remarks(&imported).contains("version 1"));
}

#[test]
fn what_is_no_service_is_refused() {
    for (text, expected) in [
        ("services:\n", "an object with `services` is nothing"),
        ("services: {}\n", "the Compose file has no services"),
        ("services:\n  web: nginx\n", "the service `web` of the Compose file is no object"),
    ] {
        let error = read(text, None, &Design::new("test")).unwrap_err().to_string();
        assert!(error.starts_with(expected), "{error}");
    }
    let many: String = (0..1_001).map(|number| format!("  s{number}: {{image: x}}\n")).collect();
    let error = read(&format!("services:\n{many}"), None, &Design::new("test")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "there are 1,001 services in it, and at most 1,000 are read at once: split the file"
    );
    let long = format!("services:\n  a: {{image: x, depends_on: [{}]}}", "a, ".repeat(200_000));
    let error = read(&long, None, &Design::new("test")).unwrap_err().to_string();
    assert!(error.starts_with("there are 200,004 values in it, and at most 200,000"), "{error}");
}
