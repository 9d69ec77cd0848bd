/**
 * Packages of which a process needs exactly one copy, and what happens with two. Consulted where copies may nest
 * (model `hoisted`): a second copy of anything else costs space, a second copy of these costs correctness.
 */
const TABLE: readonly (readonly [reason: string, names: readonly string[]])[] = [
  [
    'Two copies of React do not share the hook dispatcher: hooks of components that import the other copy throw "Invalid hook call".',
    ['react', 'react-dom', 'react-native', 'preact'],
  ],
  [
    'Context is compared by identity: providers of one copy are invisible to consumers of the other.',
    [
      'react-redux',
      'react-router',
      'react-router-dom',
      'styled-components',
      '@emotion/react',
      'react-query',
      '@tanstack/react-query',
      'react-intl',
      'formik',
    ],
  ],
  [
    'Schemas are checked with instanceof: graphql refuses types that another copy of it made ("Cannot use GraphQLSchema from another module or realm").',
    ['graphql'],
  ],
  [
    "Nest's injector knows classes by identity: Reflector, ModuleRef and guards of another copy cannot be resolved.",
    ['@nestjs/core', '@nestjs/common', '@nestjs/microservices', '@nestjs/graphql', '@nestjs/config'],
  ],
  [
    'The metadata store lives in the module: decorators that wrote to one copy are not read by the other.',
    ['reflect-metadata', 'inversify', 'tsyringe', 'typedi', 'class-validator', 'class-transformer', 'routing-controllers'],
  ],
  [
    "Angular's injection tokens and zones are module state: two copies cannot resolve each other's providers.",
    ['@angular/core', '@angular/common', 'zone.js', 'rxjs'],
  ],
  [
    "Vue's reactivity and current instance are module state; components of another copy do not react.",
    ['vue', '@vue/reactivity', 'pinia', 'vuex', 'vue-router', 'svelte', 'solid-js'],
  ],
  [
    'The global of the API is guarded by its version: spans and metrics of the second copy go nowhere.',
    ['@opentelemetry/api', '@opentelemetry/api-logs'],
  ],
  [
    'Connections and models belong to the copy that opened them: models of one copy wait forever for connections of the other.',
    ['mongoose', 'typeorm', 'sequelize', '@prisma/client', 'knex', '@mikro-orm/core'],
  ],
  [
    'Types of one copy are not assignable to those of another, however equal they look.',
    ['typescript', '@types/node', '@types/react', '@types/express', '@types/express-serve-static-core'],
  ],
  ['Tags and symbols of elements are kept in the module; a custom element registered twice throws.', ['lit', '@stencil/core']],
  [
    'Plugins register themselves with the copy that they import; the other copy does not know them.',
    [
      'eslint',
      'webpack',
      'vite',
      'rollup',
      '@babel/core',
      'postcss',
      'jest',
      'fastify',
      'winston',
      'i18next',
      'moment',
      'dayjs',
      'chart.js',
      'three',
      'ajv',
      'mocha',
      'chai',
    ],
  ],
  [
    'A native addon is loaded once per process; a second copy of another version fails or corrupts state.',
    ['better-sqlite3', 'sqlite3', 'sharp', 'canvas', 'grpc', 'bcrypt'],
  ],
  [
    'Clients, stubs and credentials are checked with instanceof across the copies.',
    ['@grpc/grpc-js', 'aws-cdk-lib', 'constructs', '@pulumi/pulumi', 'firebase-admin'],
  ],
];

export const SINGLETONS: ReadonlyMap<string, string> = new Map(
  TABLE.flatMap(([reason, names]) => names.map((name) => [name, reason] as const)),
);
