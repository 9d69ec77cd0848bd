/** Services as small companies have them: what their requirements.txt says, some with a constraints.txt beside it. */
export interface Stack {
  readonly name: string;
  readonly requirements: readonly string[];
  readonly constraints?: readonly string[];
}

const stack = (name: string, requirements: string, constraints?: string): Stack => ({
  name,
  requirements: requirements.split(' | '),
  ...(constraints === undefined ? {} : { constraints: constraints.split(' | ') }),
});

/** The fleet that is timed: twenty web services, workers and jobs. */
export const FLEET: readonly Stack[] = [
  stack('accounts', 'flask>=2.3,<3 | flask-sqlalchemy>=3.0 | flask-migrate>=4 | psycopg2-binary>=2.9 | gunicorn==21.2.0'),
  stack('admin', 'django>=4.2,<5 | djangorestframework>=3.14 | django-filter>=23 | psycopg[binary]>=3.1 | gunicorn>=20'),
  stack('alerts', 'celery[redis]>=5.3,<6 | requests>=2.31 | jinja2>=3.1 | sentry-sdk>=1.30'),
  stack('api', 'fastapi>=0.103,<0.110 | uvicorn[standard]>=0.23 | sqlalchemy>=2.0,<2.1 | pydantic>=2.4 | httpx>=0.25'),
  stack('auth', 'flask==2.0.3 | werkzeug<2.1 | pyjwt>=2.6,<3 | cryptography>=41'),
  stack('billing', 'django>=3.2,<4 | stripe>=5 | celery>=5.2,<5.3 | redis>=4,<5'),
  stack('cart', 'fastapi==0.95.2 | pydantic<2 | redis>=4.5 | uvicorn>=0.22'),
  stack('catalog', 'flask>=3 | elasticsearch>=8,<9 | marshmallow>=3.20 | gunicorn>=21'),
  stack('emails', 'jinja2>=3.1.2 | boto3>=1.28,<2 | celery[sqs]>=5.3 | markupsafe>=2.1'),
  stack('exports', 'pandas>=2.1,<2.2 | numpy>=1.24,<2 | openpyxl>=3.1 | sqlalchemy>=2.0'),
  stack('forecast', 'pandas>=1.5,<2 | numpy<1.24 | scikit-learn>=1.2,<1.3 | statsmodels>=0.13'),
  stack('gateway', 'aiohttp>=3.8,<4 | aiohttp-cors>=0.7 | aioredis>=2 | prometheus-client>=0.17'),
  stack('images', 'pillow>=10 | boto3>=1.28 | fastapi>=0.100 | python-multipart>=0.0.6'),
  stack('ingest', 'confluent-kafka>=2.2 | fastavro>=1.8 | requests>=2.28 | urllib3<2'),
  stack('ledger', 'sqlalchemy>=1.4,<2 | alembic>=1.8,<1.12 | psycopg2-binary>=2.9 | click>=8'),
  stack('legacy', 'flask==1.1.4 | jinja2<3 | markupsafe==2.0.1 | itsdangerous<2'),
  stack('metrics', 'grpcio>=1.56 | grpcio-tools>=1.56 | protobuf>=4.23,<5 | prometheus-client>=0.16'),
  stack('notebooks', 'jupyterlab>=4,<5 | pandas>=2 | matplotlib>=3.7 | ipykernel>=6'),
  stack('search', 'opensearch-py>=2.3 | fastapi>=0.104 | pydantic-settings>=2 | orjson>=3.9'),
  stack('sessions', 'tornado>=6.2 | redis>=5 | msgpack>=1 | structlog>=23'),
];

/** Beside the fleet, for verdicts: what resolvers disagree about when they are not careful. */
export const CORNERS: readonly Stack[] = [
  stack('attrs-any', 'attrs>=21.1,<21.3 | jsonschema>=3.2'),
  stack('attrs-yanked', 'attrs==21.1.0'),
  stack('aws-old', 'boto3==1.17.112 | botocore<1.21 | urllib3>=1.26'),
  stack('aws-new', 'aiobotocore>=2.7 | boto3>=1.28 | aioboto3>=12'),
  stack('black-pre', 'black>=23.1a1 | click>=8.1'),
  stack('capped', 'requests>=2.25 | jinja2', 'urllib3<1.26 | markupsafe<2.1'),
  stack('capped-2', 'httpx[http2]>=0.23 | starlette', 'anyio<4 | h2<5'),
  stack('django-main', 'django>=5.0 | django-cors-headers>=4 | whitenoise>=6'),
  stack('docs', 'sphinx>=7 | sphinx-rtd-theme>=1.3 | docutils<0.19'),
  stack(
    'extras-deep',
    'uvicorn[standard] | sentry-sdk[flask,celery]>=1.35 | sqlalchemy[asyncio]>=2 | dask[dataframe]>=2023.5,<2024',
  ),
  stack('extras-unknown', 'requests[nothing-like-it]>=2.28'),
  stack('google', 'google-cloud-storage>=2.10 | google-cloud-pubsub>=2.18 | protobuf<4'),
  stack('google-new', 'google-cloud-bigquery>=3.11 | google-cloud-secret-manager>=2.16 | grpcio-status>=1.60'),
  stack(
    'marked',
    'importlib-metadata<5 ; python_version < "3.8" | tomli ; python_version < "3.11" | pywin32 ; sys_platform == "win32" | click<8.1',
  ),
  stack('ml', 'scikit-learn==1.3.2 | scipy>=1.10,<1.12 | xgboost>=1.7,<2.1 | numpy>=1.26'),
  stack('nlp', 'spacy>=3.6,<3.7 | pydantic>=1.10 | typer<0.10'),
  stack('none', 'pytz'),
  stack('numpy-two', 'numpy>=2.0 | pandas>=2.2.2'),
  stack(
    'opentelemetry',
    'opentelemetry-sdk==1.20.0 | opentelemetry-exporter-otlp==1.20.0 | opentelemetry-instrumentation-flask==0.41b0',
  ),
  stack('opentelemetry-2', 'opentelemetry-api>=1.24 | opentelemetry-instrumentation-requests'),
  stack('poisoned', 'pyyaml<5.4 | awscli>=1.27,<1.30'),
  stack('post', 'jsonschema>=4.0 | pyparsing>=2.4.2,!=3.0.5 | python-dateutil>=2.8.2.post0'),
  stack('pre-only', 'opentelemetry-semantic-conventions | opentelemetry-instrumentation'),
  stack('pre-pin', 'pydantic==2.0b3 | fastapi<0.100'),
  stack('requests-yanked', 'requests==2.32.0 | responses'),
  stack('sa-flask', 'flask-sqlalchemy<3 | sqlalchemy<1.4'),
  stack('services-pin', 'werkzeug==2.2.2 | flask==2.2.2 | flask-login==0.6.2 | flask-wtf==1.0.1'),
  stack('star', 'django==4.2.* | celery==5.3.* | kombu!=5.3.2'),
  stack('tilde', 'tornado~=6.1 | jinja2~=3.0.0 | click~=7.1'),
  stack('tls', 'cryptography<38 | pyopenssl>=22,<23 | paramiko>=2.11'),
  stack('triple', 'packaging===23.1 | setuptools>=65'),
  stack('typing', 'typing-extensions<4.6 | mypy-extensions | pydantic>=1.9'),
  stack('workflows', 'apache-airflow>=2.7,<2.8 | sqlalchemy<2'),
  stack('from-git', 'flask @ git+https://example.invalid/flask.git@main | click<8'),
];
