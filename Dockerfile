FROM python:3.11-slim
WORKDIR /srv/lmis
COPY requirements.txt pyproject.toml README.md ./
RUN pip install --no-cache-dir --requirement requirements.txt
COPY src src
COPY alembic alembic
COPY seeds seeds
RUN pip install --no-cache-dir --no-deps --editable . && useradd --system --home-dir /srv/lmis lmis
USER lmis
EXPOSE 8000
CMD ["lmis", "serve", "--host", "0.0.0.0"]
